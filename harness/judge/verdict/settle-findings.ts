// SPDX-License-Identifier: GPL-2.0-only
import type { Finding, FindingClass } from "./finding.ts";
import { type ScenarioVerdict, worstClass } from "./scenario-verdict.ts";
import { wasThereBefore } from "./was-there-before.ts";

/**
 * What one scenario cannot tell, another may. Where the before side died early, it could not show what the after side shows
 * later: what both sides show in some other scenario was there before, and is not held against the patch; what is a
 * regression in another scenario, where both sides got there, was not hidden here either.
 */
export function settleFindings(results: readonly ScenarioVerdict[]): ScenarioVerdict[] {
  const all = results.flatMap(({ findings }) => findings);
  const signatures = (kind: FindingClass, wanted: (one: Finding) => boolean = () => true): Set<string> =>
    new Set(all.flatMap((one) => (one.class === kind && wanted(one) ? [one.signature] : [])));
  const [old, fixed] = [signatures("pre-existing"), signatures("fixed")];
  const revealed = signatures("revealed");
  // broken where nothing could have hidden it
  const plain = signatures(
    "regressed",
    ({ unreached, mayBeHidden }) => !unreached && mayBeHidden === undefined,
  );
  const isHidden = ({ mayBeHidden, signature }: Finding): boolean =>
    mayBeHidden !== undefined &&
    !plain.has(signature) &&
    (revealed.has(signature) || (mayBeHidden === "mended" && old.has(signature)));
  const isOld = wasThereBefore(results);
  const fresh = new Set(
    results.flatMap((result) =>
      result.findings.flatMap((one) => {
        const isFresh = one.class === "regressed" && !one.unreached && !isHidden(one);
        return isFresh && !isOld(one, result) ? [one.signature] : [];
      }),
    ),
  );
  const settle = (one: Finding, result: ScenarioVerdict): Finding[] => {
    if (isOld(one, result)) return [{ ...one, class: "pre-existing" }];
    if (one.class === "regressed" && isHidden(one))
      return [{ ...one, class: old.has(one.signature) ? "pre-existing" : "revealed" }];
    if (one.outweighedBy !== undefined && fixed.has(one.outweighedBy)) return [];
    if (!one.unreached || (one.class !== "regressed" && one.class !== "revealed")) return [one];
    if (one.class === "revealed" && fresh.has(one.signature)) return [{ ...one, class: "regressed" }];
    return [old.has(one.signature) ? { ...one, class: "pre-existing" } : one];
  };
  return results.map((result) => {
    const findings = result.findings.flatMap((one) => settle(one, result));
    const isSame =
      findings.length === result.findings.length && findings.every((one, i) => one === result.findings[i]);
    if (isSame) return result;
    return { ...result, findings, class: result.whyNot === null ? worstClass(findings) : result.class };
  });
}
