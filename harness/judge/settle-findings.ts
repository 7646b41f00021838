// SPDX-License-Identifier: GPL-2.0-only
import type { Finding, FindingClass } from "./finding.ts";
import { traitsOf } from "./invariants/traits-of.ts";
import { type ScenarioVerdict, worstClass } from "./scenario-verdict.ts";

/**
 * What one scenario cannot tell, another may. Where the before side died early, it could not show what the after side shows
 * later: what both sides show in some other scenario was there before, and is not held against the patch; what is a
 * regression in another scenario, where both sides got there, was not hidden here either. Where a fault makes another call fail
 * on each side, because the patch adds a call before it or takes one away, what one side shows in one scenario the other one
 * may show in another. And a page that was in a wrong state in any case is not broken by being left in it where something fails.
 */
export function settleFindings(results: readonly ScenarioVerdict[]): ScenarioVerdict[] {
  const all = results.flatMap(({ findings }) => findings);
  const signatures = (kind: FindingClass, wanted: (one: Finding) => boolean = () => true): Set<string> =>
    new Set(all.flatMap((one) => (one.class === kind && wanted(one) ? [one.signature] : [])));
  const [old, fixed] = [signatures("pre-existing"), signatures("fixed")];
  const revealed = signatures("revealed");
  const isHidden = ({ mayBeHidden, signature }: Finding): boolean =>
    mayBeHidden !== undefined &&
    (revealed.has(signature) || (mayBeHidden === "mended" && old.has(signature)));
  const ways = (kind: FindingClass): Set<string> =>
    new Set(all.flatMap((one) => (one.class === kind && one.strike !== undefined ? [wayOf(one)] : [])));
  const [regressed, fixedToo] = [ways("regressed"), ways("fixed")];
  const isMoved = (one: Finding): boolean => {
    if (one.strike?.elsewhere !== "another") return false;
    if (one.class === "regressed") return fixedToo.has(wayOf(one)) || old.has(one.signature);
    return one.class === "fixed" && (regressed.has(wayOf(one)) || old.has(one.signature));
  };
  // without any fault, a page was in this state
  const always = new Set(
    all.flatMap((one) =>
      one.class === "fixed" && one.strike === undefined && isOfState(one) ? [pathOf(one)] : [],
    ),
  );
  const isLeftOver = (one: Finding): boolean =>
    one.class === "regressed" && one.strike?.elsewhere === "never" && always.has(pathOf(one));
  // the patch brings to this one what happens to others of its kind anyway
  const oldPaths = new Set(all.flatMap((one) => (one.class === "pre-existing" ? [pathOf(one)] : [])));
  const hasSibling = ({ findings }: ScenarioVerdict, one: Finding): boolean =>
    findings.some(
      (other) => other.class === "pre-existing" && other.step === one.step && pathOf(other) === pathOf(one),
    );
  const isOneMore = (one: Finding, result: ScenarioVerdict): boolean => {
    if (one.class !== "regressed" || one.isOwn === true || fixed.size === 0) return false;
    return (one.isOfMended === true && oldPaths.has(pathOf(one))) || hasSibling(result, one);
  };
  const isOld = (one: Finding, result: ScenarioVerdict): boolean =>
    isMoved(one) || isLeftOver(one) || isOneMore(one, result);
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

/** What it is known by, and the functions on the way. */
const pathOf = ({ signature, stacks }: Finding): string =>
  [signature, ...stacks.flatMap(({ frames }) => frames.map((frame) => frame.function))].join(" ");

const wayOf = (one: Finding): string => `${one.strike?.what ?? ""} ${pathOf(one)}`;

const isOfState = ({ invariant }: Finding): boolean =>
  invariant !== "outcome" && invariant !== "trace" && traitsOf(invariant).identity === "state";
