// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from "../judge/verdict/finding.ts";
import type { Violation } from "../subject/invariant.ts";
import { atStep } from "./at-step.ts";
import type { Comparison, Fate, Shown } from "./comparison.ts";
import { normalSubject } from "./normal-subject.ts";
import type { PatchProfile } from "./patch-profile.ts";
import type { ScenarioPair } from "./scenario-pair.ts";

/** A finding, and in how many of its places it has no counterpart yet. */
interface Effect {
  readonly finding: Finding;
  left: number;
}

/** What two effects must have in common, the strictest first. */
const TIERS: readonly ((finding: Finding) => string)[] = [
  (one) => `${one.subject}\0${one.place.function}`,
  (one) => one.subject,
  (one) => normalSubject(one.invariant, one.subject),
];

/**
 * Invariants that each patch breaks or mends, by class, invariant and step. What is about the same thing in the same
 * function is paired first, then in another function (it may have been moved or renamed), then what differs in words that
 * versions of a kernel differ in. Each place of one patch is paired with one of the other: of three pages that upstream
 * mends, a backport that mends one has lost two.
 */
export function compareViolations(pair: ScenarioPair): Comparison[] {
  const { upstream, backport } = pair;
  const [ours, theirs] = [upstream, backport].map(({ verdict }) =>
    verdict.findings
      .filter((one) => one.class === "fixed" || one.class === "regressed")
      .map((finding): Effect => ({ finding, left: finding.times })),
  ) as [Effect[], Effect[]];
  const found: Comparison[] = [];
  for (const [tier, keyOf] of TIERS.entries()) {
    for (const one of ours) {
      for (const other of theirs) {
        if (one.left === 0 || other.left === 0 || !isAlike(one.finding, other.finding, keyOf)) continue;
        // what is still broken in the very place has not been mended elsewhere
        if (tier > 0 && (isStill(one.finding, backport) || isStill(other.finding, upstream))) continue;
        const both = Math.min(one.left, other.left);
        one.left -= both;
        other.left -= both;
        const at = other.finding.place.function;
        const isMoved = at !== one.finding.place.function;
        const note = isMoved ? `the backport does it in ${at === "" ? "no function" : at}` : "";
        found.push(compared(pair, one.finding, "kept", note, shown(one.finding), shown(other.finding)));
      }
    }
  }
  for (const { finding, left } of ours) {
    if (left === 0) continue;
    const [fate, note] = fateOf(finding, left, backport, upstream, "backport");
    found.push(compared(pair, finding, fate, note, shown(finding), instead(finding, backport)));
  }
  for (const { finding, left } of theirs) {
    if (left === 0) continue;
    const [fate, note] = fateOf(finding, left, upstream, backport, "upstream");
    const known = fate === "lost" ? "extra" : fate;
    found.push(compared(pair, finding, known, note, instead(finding, upstream), shown(finding)));
  }
  return found;
}

function isAlike(one: Finding, other: Finding, keyOf: (finding: Finding) => string): boolean {
  return (
    one.class === other.class &&
    one.step === other.step &&
    one.invariant === other.invariant &&
    keyOf(one) === keyOf(other)
  );
}

const isStill = (finding: Finding, { verdict }: PatchProfile): boolean =>
  verdict.findings.some((one) => one.class === "pre-existing" && one.signature === finding.signature);

/** Why an effect of one patch has no counterpart in the other: it is lost, or the other base has nothing to show. */
function fateOf(
  finding: Finding,
  left: number,
  other: PatchProfile,
  own: PatchProfile,
  name: "upstream" | "backport",
): [Fate, string] {
  const { deathStep, deathText } = other.before;
  const isDead = deathStep !== -1 && deathStep < finding.step;
  if (isDead && (own.before.deathStep === -1 || own.before.deathStep > deathStep)) {
    const why = `the base of the ${name} stops at step ${deathStep + 1} without the patch: ${deathText}`;
    return ["not-comparable", why];
  }
  const isPart = left < finding.times;
  const has = violationOf(finding, other.before.violations) !== undefined;
  if (!isPart && finding.class === "fixed" && !has) {
    return ["not-comparable", `nothing is broken there on the base of the ${name}`];
  }
  if (!isPart && finding.class === "regressed" && has && name === "backport") {
    return ["not-comparable", "it is broken on the base of the backport without the patch"];
  }
  return ["lost", isPart ? `in ${left} of ${finding.times} places` : ""];
}

function violationOf(finding: Finding, violations: readonly Violation[]): Violation | undefined {
  const { invariant } = finding;
  const subject = normalSubject(invariant, finding.subject);
  return violations.find(
    (one) => one.invariant === invariant && normalSubject(invariant, one.subject) === subject,
  );
}

function compared(
  pair: ScenarioPair,
  finding: Finding,
  fate: Fate,
  note: string,
  upstream: Shown,
  backport: Shown,
): Comparison {
  const { invariant, class: kind, step } = finding;
  const about = normalSubject(invariant, finding.subject);
  const signature = `${kind}: ${invariant}: ${about}`;
  const place = { ...atStep(pair, step - 1), kind: "invariant" as const, what: invariant };
  return { fate, ...place, class: kind as "fixed" | "regressed", signature, upstream, backport, note };
}

const shown = ({ before, after, place }: Finding): Shown => ({ before, after, place });

/** What a patch shows where the other one has an effect. */
function instead(finding: Finding, { verdict, before, after }: PatchProfile): Shown {
  const subject = normalSubject(finding.invariant, finding.subject);
  const known = verdict.findings.find(
    (one) => one.invariant === finding.invariant && normalSubject(one.invariant, one.subject) === subject,
  );
  if (known !== undefined) return shown(known);
  const [was, is] = [before, after].map(({ violations, deathStep, deathText }) => {
    const violation = violationOf(finding, violations);
    if (violation !== undefined) return violation.observed;
    const isDead = deathStep !== -1 && deathStep < finding.step;
    return isDead ? `the kernel stops at step ${deathStep + 1}: ${deathText}` : "holds";
  });
  return { before: was!, after: is!, place: null };
}
