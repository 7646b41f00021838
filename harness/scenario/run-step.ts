// SPDX-License-Identifier: GPL-2.0-only
import type { RunState } from "../subject/run/run-state.ts";
import { kindOf, type Step } from "../subject/step-kinds.ts";

/** What a step came to. */
export interface StepValue {
  /** The kernel's return value or the byte that was read; null if the step gives neither, or is skipped. */
  readonly value: number | null;
  /** What it uses and an earlier step failed to get, for which it is skipped; null if it is not. */
  readonly missing: string | null;
}

/**
 * Carries out one step, unless it uses what an earlier step asked for and did not get: a program that gets an error goes
 * no further with it, so a scenario whose fault strikes on one side alone can be run on both.
 *
 * @throws GuestDied if the kernel does not survive it, ScenarioError if the step makes no sense here
 */
export function runStep(run: RunState, step: Step): StepValue {
  const { uses, run: carryOut } = kindOf(step);
  const missing = run.failed.size === 0 ? null : (uses?.(step).find((name) => run.failed.has(name)) ?? null);
  const value = missing === null ? carryOut(run, step) : null;
  // a step that was skipped gave nothing either
  noteFailure(run, step, missing === null ? value : -1);
  return { value, missing };
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
