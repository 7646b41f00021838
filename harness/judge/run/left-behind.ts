// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../../scenario/run-record.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { Step } from "../../scenario/step-schema.ts";
import { errorLeavesNothing } from "../invariants/error-leaves-nothing.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import type { Violation } from "../violation.ts";

/**
 * What a failed call leaves behind may be kept on purpose: a buffer that is made on first use and goes when the file is
 * closed. Such a thing is left once, a leak each time: the call is made to fail a second time, and what that does not
 * leave again is taken out.
 *
 * @param violations of a run of the scenario on this side
 */
export function leftBehind(
  scenario: Scenario,
  { guest }: SideUnderTest,
  violations: readonly Violation[],
): readonly Violation[] {
  const isMine = ({ invariant }: Violation): boolean => invariant === errorLeavesNothing.id;
  const steps = new Set(violations.filter(isMine).map(({ step }) => step));
  const once = new Set<number>();
  for (const step of steps) {
    const twice = failingTwice(scenario, step);
    if (twice === null) continue;
    const record = runScenario(guest, twice.scenario, { stacks: "none", probes: false });
    if (hasFailed(record, twice.again) && !leavesAgain(record, twice.again)) once.add(step);
  }
  return once.size === 0 ? violations : violations.filter((one) => !isMine(one) || !once.has(one.step));
}

const hasFailed = ({ outcomes }: RunRecord, step: number): boolean =>
  outcomes.some((one) => one.step === step && one.value !== null && one.value < 0);

const leavesAgain = (record: RunRecord, step: number): boolean =>
  errorLeavesNothing.check(record).some((one) => one.step === step);

/** Steps of the other side that plan a fault. */
const PLANS: ReadonlySet<Step["do"]> = new Set(["fail", "fail-op", "fail-hypercall"]);

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
  while (from > 0 && PLANS.has(steps[from - 1]!.do)) from--;
  if (steps.slice(0, from).some((one) => PLANS.has(one.do))) return null;
  const block = steps.slice(from, step + 1);
  const again = [...steps.slice(0, step + 1), ...block, ...steps.slice(step + 1)];
  return { scenario: { ...rest, steps: again }, again: step + block.length };
}
