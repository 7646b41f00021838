// SPDX-License-Identifier: GPL-2.0-only

import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord, StepOutcome } from "../../subject/run/run-record.ts";
import type { SideUnderTest } from "../side-under-test.ts";

/**
 * Whether a changed line ran, of a run that stops or to which the device is refused: only of these it is asked how far they
 * came. To be called before the guest runs anything else, since counters are of the last run.
 *
 * @returns null if it is not asked, or nobody counted
 */
export function whetherExercised(
  { steps }: Scenario,
  { death, outcomes }: RunRecord,
  { counts }: SideUnderTest,
): boolean | null {
  const isRefused = ({ step, value }: StepOutcome): boolean =>
    value !== null && value < 0 && steps[step]!.do === "open";
  const mayEndEarly = death !== null || outcomes.some(isRefused);
  return mayEndEarly ? (counts?.haveChangedLinesRun() ?? null) : null;
}
