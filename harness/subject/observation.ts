// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "./run/run-record.ts";
import type { RunState } from "./run/run-state.ts";

/** What a subject looks at in a run, for invariants of its own. */
export interface Observation<T = unknown> {
  readonly name: string;
  /** After each step, and after the teardown. @param step its index; the teardown has the index after the last */
  readonly look?: (run: RunState, step: number) => void;
  /** Once everything is closed, if the kernel lives. @param steps how many there were */
  readonly end: (run: RunState, steps: number) => T;
  /** @returns what was seen in a run; null if the kernel died, or nobody looked */
  readonly of: (record: RunRecord) => T | null;
}

/** @param name unique among all subjects */
export const defineObservation = <T>(
  name: string,
  how: Pick<Observation<T>, "look" | "end">,
): Observation<T> => ({
  name,
  ...how,
  // what stands there by this name, `end` has put there
  of: ({ observed }) => (observed.get(name) ?? null) as T | null,
});
