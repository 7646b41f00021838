// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from "../build/line-map.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import { INVARIANTS } from "./invariants/index.ts";
import { takenByKernel } from "./taken-by-kernel.ts";
import type { Violation } from "./violation.ts";

/**
 * All that a run broke, but for what kernel code does in its own way.
 *
 * @param lines of the module that ran
 * @param stacksOf gives the C stacks of some of the run's events; asked only where who did it decides
 */
export function violationsOf(
  record: RunRecord,
  lines: LineMap,
  stacksOf: (events: ReadonlySet<number>) => readonly string[],
): Violation[] {
  const all = INVARIANTS.flatMap((invariant) => invariant.check(record));
  const asked = new Set(all.flatMap((one) => (one.unlessFrom === undefined ? [] : [one.event])));
  if (asked.size === 0) return all;
  const stacks = stacksOf(asked);
  return all.filter((one) => !takenByKernel(one, stacks, lines));
}
