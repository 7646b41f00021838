// SPDX-License-Identifier: GPL-2.0-only
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { Violation } from "../../subject/invariant.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import { givenBackElsewhere } from "../place/given-back.ts";
import { type Located, locateViolations } from "../place/locate-violations.ts";
import { objectsOf } from "../place/objects-of.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";
import type { CallStack, Finding, FindingClass, Strike } from "../verdict/finding.ts";
import { couldShow, type EndOfSide, endOfSide } from "./end-of-side.ts";
import { errorAccountsFor, hasFailureIn } from "./error-accounts-for.ts";
import { failureBefore } from "./failed-before.ts";
import { followsOf, type Told } from "./follows.ts";
import { pairViolations } from "./pair-violations.ts";
import { strikeOf } from "./strikes.ts";
import { Hidden } from "./why-hidden.ts";

/** How a side that keeps an invariant is shown. */
export const HOLDS = "holds";

/** What is said of one violation. */
interface Weighed {
  readonly class: FindingClass;
  readonly one: Located;
  readonly before: string;
  readonly after: string;
  readonly unreached?: boolean;
  readonly mayBeHidden?: Finding["mayBeHidden"] | undefined;
  readonly outweighedBy?: string | undefined;
  readonly strike?: Strike | null;
  readonly isOfMended?: boolean;
  readonly isOwn?: boolean;
  readonly isBesideOld?: boolean;
  readonly elsewhere?: readonly CallStack[];
  /** The function by which policies know it, if another side's counts. */
  readonly known?: string;
}

/** Which rules the patch broke, which it mended, and which were broken before and still are. */
export function compareViolations(scenario: Scenario, { before, after }: JudgedPair): Finding[] {
  const left = locateViolations(before);
  const right = locateViolations(after);
  const pairs = pairViolations(left, right);
  const paired = new Set(pairs.values());
  const pair = { before, after };
  const ends = { before: endOfSide(scenario, before, after), after: endOfSide(scenario, after, before) };
  const gone = left.flatMap((one) => (paired.has(one) ? [] : weighLeft(one, pair, ends.after)));
  const hidden = new Hidden(
    scenario,
    pair,
    left.filter((one) => !paired.has(one)),
    gone.map(({ one }) => one),
  );
  const old = [...pairs.keys()];
  const weighed = right.map((one) =>
    weighRight(one, pairs.get(one), { pair, end: ends.before, hidden, old }),
  );
  return merged([weighed, gone].flatMap((side) => findingsOf(scenario, side)));
}

/** The findings of one side; each knows what it may follow from. */
function findingsOf(scenario: Scenario, weighed: readonly Weighed[]): Finding[] {
  const findings = weighed.map((one) => findingOf(scenario, one));
  const told = weighed.map(({ one }, i): Told => ({ one, signature: findings[i]!.signature }));
  const follows = followsOf(told.filter((_, i) => findings[i]!.class !== "pre-existing"));
  return findings.map((finding, i) => {
    const signatures = follows.get(told[i]!) ?? [];
    return signatures.length === 0 ? finding : { ...finding, follows: signatures };
  });
}

function weighRight(
  one: Located,
  other: Located | undefined,
  {
    pair,
    end,
    hidden,
    old,
  }: {
    readonly pair: JudgedPair;
    readonly end: EndOfSide;
    readonly hidden: Hidden;
    /** What both sides show. */
    readonly old: readonly Located[];
  },
): Weighed {
  const after = one.violation.observed;
  if (other !== undefined)
    return { class: "pre-existing", one, before: other.violation.observed, after, known: other.function };
  const failed = failureBefore(pair, one);
  if (failed !== null) return { class: "pre-existing", one, before: failed, after };
  if (hidden.tellsOfIgnored(one) || old.some((other) => tellsOf(one, other))) {
    const quiet = "the before side does not tell of the failure that this is about";
    return { class: "revealed", one, before: quiet, after, unreached: true };
  }
  if (!couldShow(end, one.violation)) {
    // where something failed in the call, the before side was right to go no further
    const isRight = end.isRefused && hasFailureIn(one.judged.record, end.step);
    const kind = isRight || hidden.isOwn(one) ? "regressed" : "revealed";
    return { class: kind, one, before: end.text, after, unreached: true };
  }
  const why = hidden.why(one);
  if (why !== null)
    return { class: why.isOwn ? "regressed" : "revealed", one, before: why.text, after, unreached: true };
  const mayBeHidden = hidden.mayHide(one);
  const outweighedBy = hidden.warningInstead(one);
  return {
    class: "regressed",
    one,
    before: HOLDS,
    after,
    mayBeHidden,
    outweighedBy,
    strike: strikeOf(pair, one, "after"),
    isOfMended: hidden.isOfMended(one),
    isOwn: hidden.isOwnDoing(one),
    isBesideOld: old.some((other) => isOfOnePage(one, other)),
    elsewhere: givenBackElsewhere(one.judged, one.violation, pair.before),
  };
}

/** A warning that tells of a hypercall which fails in the same call, and does so on both sides. */
const tellsOf = (one: Located, other: Located): boolean =>
  one.violation.invariant === "kernel-warning" &&
  other.violation.invariant === "bad-hypercall" &&
  one.violation.step === other.violation.step &&
  one.function === other.function;

/** Two states that one page is left in at the end. */
function isOfOnePage(one: Located, other: Located): boolean {
  const isLeft = ({ judged, violation: { invariant, step } }: Located): boolean =>
    traitsOf(invariant).identity === "state" && step >= judged.record.outcomes.length;
  if (!isLeft(one) || !isLeft(other)) return false;
  const theirs = objectsOf(other.judged.record, other.violation);
  return [...objectsOf(one.judged.record, one.violation)].some(
    (name) => name.startsWith("pfn ") && theirs.has(name),
  );
}

function weighLeft(one: Located, pair: JudgedPair, end: EndOfSide): Weighed[] {
  if (!couldShow(end, one.violation) && !isNoticed(one, end)) return [];
  const before = one.violation.observed;
  const elsewhere = givenBackElsewhere(one.judged, one.violation, pair.after);
  return [{ class: "fixed", one, before, after: HOLDS, strike: strikeOf(pair, one, "before"), elsewhere }];
}

/**
 * Of the step that is refused to the after side, what went wrong in the call itself can be noticed now, and nothing that
 * comes after it: what shows in the end counts only if the scenario made this very call fail.
 */
function isNoticed({ judged, violation }: Located, end: EndOfSide): boolean {
  if (!end.isRefused || violation.step !== end.step) return false;
  return errorAccountsFor(judged.record, violation.invariant, end.step);
}

function findingOf(
  scenario: Scenario,
  {
    one,
    known,
    unreached,
    mayBeHidden,
    outweighedBy,
    strike,
    isOfMended,
    isOwn,
    isBesideOld,
    elsewhere = [],
    ...rest
  }: Weighed,
): Finding {
  const { violation, place, subject } = one;
  const name = known ?? one.function;
  return {
    ...rest,
    signature: `${violation.invariant}: ${subject}${name === "" ? "" : ` in ${name}`}`,
    subject,
    invariant: violation.invariant,
    scenario: scenario.id,
    step: violation.step + 1,
    place,
    expected: violation.expected,
    message: `${violation.observed} (expected: ${violation.expected})`,
    stacks: stacksOf(one.judged, violation),
    unreached: unreached ?? false,
    ...(mayBeHidden === undefined ? {} : { mayBeHidden }),
    ...(outweighedBy === undefined ? {} : { outweighedBy }),
    ...(strike ? { strike } : {}),
    ...(isOfMended === true ? { isOfMended } : {}),
    ...(isOwn === true ? { isOwn } : {}),
    ...(isBesideOld === true ? { isBesideOld } : {}),
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
    times: 1,
  };
}

/** Findings that are known by one name are one, with how often it was found. */
function merged(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.class}\0${one.unreached}\0${one.signature}`;
    const same = found.get(key);
    found.set(key, same === undefined ? one : { ...same, times: same.times + 1 });
  }
  return [...found.values()];
}

/** The kernel's own part of the C stacks behind a violation. */
function stacksOf({ record, text }: Judged, { event, related }: Violation): CallStack[] {
  const events = [{ what: "here" as const, event }, ...(related ?? [])];
  return events.flatMap(({ what, event: index }) => {
    const { frames } = text.stacks.read(record.stacks[index] ?? "");
    return frames.length === 0 ? [] : [{ what, frames }];
  });
}
