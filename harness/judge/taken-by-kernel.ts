// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from "../build/line-map.ts";
import { framesOf } from "../guest/stack.ts";
import type { Violation } from "./violation.ts";

/** What was found of a stack, for each module: the same few come in every run. */
const known = new WeakMap<LineMap, Map<string, boolean>>();

/**
 * Whether what looks like a violation is the kernel's own way: code of a file that may do so is on the stack.
 *
 * @param stacks of the run's events, of which that of the violation's event is needed
 */
export function takenByKernel(
  { event, unlessFrom }: Violation,
  stacks: readonly string[],
  lines: LineMap,
): boolean {
  const stack = stacks[event];
  if (unlessFrom === undefined || stack === undefined) return false;
  const answers = known.get(lines) ?? new Map<string, boolean>();
  known.set(lines, answers);
  const key = `${unlessFrom.source} ${stack}`;
  const answer = answers.get(key) ?? framesOf(stack, lines).some(({ file }) => unlessFrom.test(file));
  answers.set(key, answer);
  return answer;
}
