// SPDX-License-Identifier: GPL-2.0-only
import type { RunState } from "../subject/run/run-state.ts";
import { kindOf, type Step } from "../subject/step-kinds.ts";

/**
 * Carries out one step, unless it uses what an earlier step asked for and did not get: a program that gets an error goes
 * no further with it, so a scenario whose fault strikes on one side alone can be run on both.
 *
 * @returns the kernel's return value or the byte that was read; null if the step gives neither, or is skipped
 * @throws GuestDied if the kernel does not survive it, ScenarioError if the step makes no sense here
 */
export function runStep(run: RunState, step: Step): number | null {
  const { uses, run: carryOut } = kindOf(step);
  const isSkipped = run.failed.size > 0 && uses?.(step).some((name) => run.failed.has(name)) === true;
  const value = isSkipped ? null : carryOut(run, step);
  // a step that was skipped gave nothing either
  noteFailure(run, step, isSkipped ? -1 : value);
  return value;
}

/** Remembers what a step failed to give, and forgets it once it succeeds. */
function noteFailure(run: RunState, step: Step, value: number | null): void {
  const { failed } = run;
  if (failed.size === 0 && (value === null || value >= 0)) return;
  const { gives, leavesEarlier } = kindOf(step);
  const name = gives?.(step) ?? null;
  if (name === null) return;
  if (value === null || value >= 0) failed.delete(name);
  else if (leavesEarlier?.(run, step) !== true) failed.add(name);
}
