// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding } from "../../gate/gate-report.ts";

/** What a finding says, in one paragraph without colours: for readers that know nothing of sides. */
export function findingText(finding: GateFinding): string {
  const { class: kind, before, after, expected, invariant, message, unreached } = finding;
  if (invariant === "outcome" || invariant === "trace") return message;
  const asked = expected === "" ? "" : ` (expected: ${expected})`;
  if (kind === "fixed") return `fixed: before the patch, ${before}${asked}`;
  if (kind === "pre-existing") return `before and after the patch, ${after}${asked}`;
  return `after the patch, ${after}${asked}; ${unreached ? "the before side gets no further" : `before: ${before}`}`;
}
