// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord, StepOutcome } from "../scenario/run-record.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import type { Step } from "../scenario/step-schema.ts";
import { returnName } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { nowhere } from "./locate.ts";
import { TOLD_BY_AN_ERROR } from "./told-by-an-error.ts";

/** Steps that touch memory, and fault where nothing is mapped. */
const ACCESSES: ReadonlySet<Step["do"]> = new Set([
  "kernel-read",
  "kernel-write",
  "user-read",
  "user-write",
  "direct-io",
]);

/** A mapping that is there although its grant is not any more: with it goes what could be reached through it. */
const OUTLIVES: ReadonlySet<string> = new Set(["grant-leak", "pte-restored", "implicit-unmap", "stale-tlb"]);

/**
 * What callers get, step by step: return values and bytes read.
 *
 * @param violations findings of the same scenario: what was fixed or broken in it
 */
export function compareOutcomes(
  scenario: Scenario,
  before: RunRecord,
  after: RunRecord,
  violations: readonly Finding[],
): Finding[] {
  const found: Finding[] = [];
  const results = new Map(after.outcomes.map((outcome) => [outcome.step, outcome]));
  for (const was of before.outcomes) {
    const is = results.get(was.step);
    if (is === undefined || was.value === is.value) continue;
    // a step that needs what an earlier one did not get is skipped: that one says why
    if (found.length > 0 && (was.value === null || is.value === null)) continue;
    const verb = scenario.steps[was.step]!.do;
    const name = (value: number | null): string => (value === null ? "nothing" : returnName(value));
    found.push({
      signature: `outcome: ${verb}`,
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
      unexplained: !isExplained(verb, was, is, violations),
      times: 1,
    });
  }
  return found;
}

/**
 * A result that changed is explained by what was fixed or broken in its scenario. An error in place of success is so by
 * nothing but a failure that is noticed now, in the same step; or, of an access, by a mapping that no longer outlives its
 * grant, if nothing was broken.
 */
function isExplained(
  verb: Step["do"],
  was: StepOutcome,
  is: StepOutcome,
  violations: readonly Finding[],
): boolean {
  const isWorse = (was.value ?? -1) >= 0 && (is.value ?? 0) < 0;
  const fixed = violations.filter((one) => one.class === "fixed");
  const isBroken = violations.some((one) => one.class === "regressed");
  if (!isWorse) return isBroken || fixed.length > 0;
  if (fixed.some((one) => one.step === is.step + 1 && TOLD_BY_AN_ERROR.has(one.invariant))) return true;
  return ACCESSES.has(verb) && !isBroken && fixed.some(({ invariant }) => OUTLIVES.has(invariant));
}
