// SPDX-License-Identifier: GPL-2.0-only
import type { RunState } from "./run-state.ts";

/**
 * What a subject keeps of a run for itself.
 *
 * @param make called on first use in a run
 */
export function ofRun<T>(make: (run: RunState) => T): (run: RunState) => T {
  const known = new WeakMap<RunState, T>();
  return (run) => {
    const made = known.get(run) ?? make(run);
    known.set(run, made);
    return made;
  };
}
