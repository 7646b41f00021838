// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { InvariantId } from "../../subject/invariant.ts";
import { endOfStep } from "../../subject/run/find-event.ts";
import type { RunRecord, StepOutcome } from "../../subject/run/run-record.ts";
import { strikesIn } from "../../subject/run/strikes-in.ts";
import { kindOf, type Step } from "../../subject/step-kinds.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import { nowhere } from "../place/locate.ts";
import { objectsOfEvent } from "../place/objects-of.ts";
import type { JudgedPair } from "../run/judged.ts";
import type { Finding } from "../verdict/finding.ts";
import { errorAccountsFor } from "./error-accounts-for.ts";
import { isAnotherCall } from "./strikes.ts";

/**
 * What callers get, step by step: return values and bytes read.
 *
 * @param violations findings of the same scenario: what was fixed or broken in it
 */
export function compareOutcomes(
  scenario: Scenario,
  pair: JudgedPair,
  violations: readonly Finding[],
): Finding[] {
  const [before, after] = [pair.before.record, pair.after.record];
  const found: Finding[] = [];
  let [isGranted, isRefused, isElsewhere] = [false, false, false];
  const results = new Map(after.outcomes.map((outcome) => [outcome.step, outcome]));
  for (const was of before.outcomes) {
    const is = results.get(was.step);
    if (is === undefined) continue;
    // what fails there instead, or fails for the first time, later calls build on
    isElsewhere ||= strikesAlone(is, pair);
    if (was.value === is.value) continue;
    // a step that needs what an earlier one did not get is skipped: that one says why
    if (found.length > 0 && (was.value === null || is.value === null)) continue;
    const verb = scenario.steps[was.step]!.do;
    const name = (value: number | null): string => (value === null ? "nothing" : returnName(value));
    // what comes of a call that succeeds now may be another value
    isGranted ||= isError(was) && is.value !== null && !isError(is);
    // as what comes of one that is refused a second time now, since that broke something later
    isRefused ||=
      !isError(was) && isError(is) && isRepeated(scenario, after, was.step) && hasBroken(pair, was.step);
    const isErrno = isError(was) && isError(is) && !isAccess(verb);
    found.push({
      signature: `outcome: ${verb}`,
      subject: verb,
      invariant: "outcome",
      class: "changed",
      scenario: scenario.id,
      step: was.step + 1,
      place: nowhere("after"),
      before: name(was.value),
      after: name(is.value),
      expected: "",
      unreached: false,
      stacks: [],
      message: `${verb} gives ${name(is.value)} instead of ${name(was.value)}`,
      unexplained:
        !isExplained(verb, [was, is], before, violations) &&
        !isRefused &&
        !isElsewhere &&
        !(isGranted && !isError(is)),
      ...(isErrno ? { isErrno } : {}),
      times: 1,
    });
    // later calls find another state than they could find before, or than they should have found
    isElsewhere ||= is.isToBeRefused === true && !isError(was);
    isElsewhere ||=
      kindOf(scenario.steps[was.step]!).isFoundation === true &&
      isError(was) &&
      is.value !== null &&
      !isError(is);
  }
  return found;
}

const isError = ({ value }: StepOutcome): boolean => value !== null && value < 0;

/**
 * Whether something accounts for another result. One error is as good as another, and success in place of an error is fine:
 * where it breaks a rule, that is a finding of its own. An error in place of success needs that this very success broke something before: a rule that
 * shows while the call runs, or one that shows in the end if the call had been made to fail; or, of an access, a mapping
 * that no longer outlives its grant, or that it reached another frame than the page's.
 */
function isExplained(
  verb: Step["do"],
  [was, is]: readonly [StepOutcome, StepOutcome],
  before: RunRecord,
  violations: readonly Finding[],
): boolean {
  const fixed = violations.filter((one) => one.class === "fixed");
  const isBroken = violations.some((one) => one.class === "regressed");
  if (isError(was)) return true;
  if (!isError(is)) return isBroken || fixed.length > 0;
  const mended = fixed.map(({ step, invariant }) => ({ step, id: invariant as InvariantId }));
  const isNoticed = mended.some(
    ({ step, id }) => step === is.step + 1 && errorAccountsFor(before, id, was.step),
  );
  const outlived = mended.some(({ id }) => traitsOf(id).outlivesGrant === true);
  // what a process could write to and should not, it now faults at
  if (verb === "user-write" && mended.some(({ id }) => traitsOf(id).allowsWrite === true)) return true;
  const isElse = mended.some(({ step, id }) => traitsOf(id).showsElse === true && step <= is.step);
  return isNoticed || (isAccess(verb) && !isBroken && (outlived || isElse || hasStrayed(before, was.step)));
}

/** A step that builds something up, of what the after side has built up once already: it does not refuse just any. */
function isRepeated({ steps }: Scenario, { outcomes }: RunRecord, step: number): boolean {
  const again = steps[step]!;
  return (
    kindOf(again).isFoundation === true &&
    outcomes.some(({ step: at, value }) => {
      const one = steps[at]!;
      return (
        at < step &&
        value !== null &&
        value >= 0 &&
        one.do === again.do &&
        subjectOf(one) === subjectOf(again)
      );
    })
  );
}

const isAccess = (verb: Step["do"]): boolean => kindOf({ do: verb }).isAccess === true;

/** What a step is about, where that has a name. */
const subjectOf = (step: Step): string => {
  const map = "map" in step ? step.map : undefined;
  return map ?? ("file" in step ? step.file : "");
};

/**
 * Whether the before side breaks a rule that the after side keeps, about something that a call of it made: its success led
 * there, and nothing that the after side still does.
 */
function hasBroken({ before, after }: JudgedPair, step: number): boolean {
  const { record } = before;
  const [from, to] = [
    record.outcomes.find((one) => one.step === step)?.firstEvent ?? 0,
    endOfStep(record, step),
  ];
  const made = new Set(
    record.events.slice(from, to).flatMap((event) => {
      if (event.kind !== "grant-op" || event.status !== 0 || !event.op.startsWith("map")) return [];
      return objectsOfEvent(record, event).filter((name) => !name.startsWith("grant "));
    }),
  );
  const kept = new Set(after.violations.map(({ invariant, key }) => `${invariant} ${key}`));
  return before.violations.some((one) => {
    if (one.step < step || kept.has(`${one.invariant} ${one.key}`)) return false;
    if (one.event >= from && one.event < to) return true;
    const cause = record.events[one.event];
    return cause !== undefined && objectsOfEvent(record, cause).some((name) => made.has(name));
  });
}

/** Whether an access reached a frame, and not the one that the page stands for. */
const hasStrayed = ({ views }: RunRecord, step: number): boolean =>
  views.some((view) => view.step === step && view.reached !== -1 && view.reached !== view.mfn);

/** An injected fault strikes in this step on the after side alone: on the before side it never does, or somewhere else. */
function strikesAlone({ step }: StepOutcome, pair: JudgedPair): boolean {
  const known = strikesIn(pair.before.record, step);
  return strikesIn(pair.after.record, step).some((one) => {
    const same = known.filter(({ step: plan, what }) => plan === one.step && what === one.what);
    return same.every((other) => other.nth === one.nth && isAnotherCall(pair, other, one));
  });
}
