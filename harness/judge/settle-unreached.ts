// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from "./finding.ts";
import { type ScenarioVerdict, worstClass } from "./scenario-verdict.ts";

/**
 * Where the before side died early, it could not show what the after side shows later. What both sides show in some
 * other scenario was there before: it is not held against the patch.
 */
export function settleUnreached(results: readonly ScenarioVerdict[]): ScenarioVerdict[] {
  const old = new Set(
    results.flatMap(({ findings }) =>
      findings.flatMap((one) => (one.class === "pre-existing" ? [one.signature] : [])),
    ),
  );
  const settle = (finding: Finding): Finding =>
    finding.class === "regressed" && finding.unreached && old.has(finding.signature)
      ? { ...finding, class: "pre-existing" }
      : finding;
  return results.map((result) => {
    if (!result.findings.some(({ unreached }) => unreached)) return result;
    const findings = result.findings.map(settle);
    return { ...result, findings, class: worstClass(findings) };
  });
}
