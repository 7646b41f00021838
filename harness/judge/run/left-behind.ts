// SPDX-License-Identifier: GPL-2.0-only

import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { Violation } from "../../subject/invariant.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { kindOf } from "../../subject/step-kinds.ts";
import { errorLeavesNothing } from "../invariants/error-leaves-nothing.ts";
import type { SideUnderTest } from "../side-under-test.ts";

/**
 * What a failed call leaves behind may be kept on purpose: a buffer that is made on first use and goes when the file is
 * closed. Such a thing is left once, a leak each time: the call is made to fail a second time, and what that does not
 * leave again is taken out.
 *
 * @param violations of `record`, a run of the scenario on this side
 */
export function leftBehind(
  scenario: Scenario,
  { guest }: SideUnderTest,
  record: RunRecord,
  violations: readonly Violation[],
): readonly Violation[] {
  const isMine = ({ invariant }: Violation): boolean => invariant === errorLeavesNothing.id;
  // memory alone: what is mapped or counted is never there for later calls
  const mine = violations.filter((one) => isMine(one) && one.isAllocation === true);
  const once = new Set<Violation>();
  for (const step of new Set(mine.map((one) => one.step))) {
    const twice = failingTwice(scenario, step);
    if (twice === null) continue;
    const again = runScenario(guest, twice.scenario, { stacks: "none", probes: false });
    if (returned(again, twice.again) !== returned(record, step)) continue;
    const left = errorLeavesNothing.check(again).filter((one) => one.step === twice.again);
    const open = left.map((one) => objectOf(again, one));
    for (const one of mine.filter((each) => each.step === step)) {
      const at = open.indexOf(objectOf(record, one));
      if (at === -1) once.add(one);
      else open.splice(at, 1);
    }
  }
  return once.size === 0 ? violations : violations.filter((one) => !once.has(one));
}

/** What is left behind, whichever object it is: of memory, so many bytes. */
function objectOf({ events }: RunRecord, { subject, event }: Violation): string {
  const cause = events[event];
  return cause?.kind === "alloc" ? `${subject} of ${cause.bytes} bytes` : subject;
}

const returned = ({ outcomes }: RunRecord, step: number): number | null =>
  outcomes.find((one) => one.step === step)?.value ?? null;

/**
 * The scenario with a step taken twice, and the faults that were planned just before it.
 *
 * @returns null if a fault is planned too far away to strike once more in the same place
 */
function failingTwice(
  { steps, ...rest }: Scenario,
  step: number,
): { readonly scenario: Scenario; readonly again: number } | null {
  let from = step;
  while (from > 0 && kindOf(steps[from - 1]!).plansFault === true) from--;
  if (steps.slice(0, from).some((one) => kindOf(one).plansFault === true)) return null;
  const block = steps.slice(from, step + 1);
  const again = [...steps.slice(0, step + 1), ...block, ...steps.slice(step + 1)];
  return { scenario: { ...rest, steps: again }, again: step + block.length };
}
