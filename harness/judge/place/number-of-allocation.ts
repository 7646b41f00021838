// SPDX-License-Identifier: GPL-2.0-only
import type { Judged } from "../run/judged.ts";

/** Of each judged run, the number of each allocation by its event. */
const known = new WeakMap<Judged, ReadonlyMap<number, number>>();

/**
 * Which allocation of its function one is: the first line there that allocates in a step is 1, the next one 2. A number
 * says so, and not the line's text, since that is the patch's to word.
 *
 * @param event index of an `alloc` event; the stacks of its step's allocations up to it are captured
 * @returns from 1; 0 if its own stack is not captured
 */
export function numberOfAllocation(judged: Judged, event: number): number {
  let numbers = known.get(judged);
  if (numbers === undefined) {
    numbers = numbersOf(judged);
    known.set(judged, numbers);
  }
  return numbers.get(event) ?? 0;
}

function numbersOf({ record, text }: Judged): Map<number, number> {
  const numbers = new Map<number, number>();
  // lines that allocate, by function, in the order of the step
  let lines = new Map<string, Map<string, number>>();
  for (const [index, { kind }] of record.events.entries()) {
    if (kind === "step") lines = new Map();
    const stack = record.stacks[index] ?? "";
    if (kind !== "alloc" || stack === "") continue;
    const { frames, function: name } = text.stacks.read(stack);
    const frame = frames.find((one) => one.function === name);
    const at = `${frame?.file ?? ""}:${frame?.line ?? 0}`;
    const own = lines.get(name) ?? new Map<string, number>();
    lines.set(name, own);
    if (!own.has(at)) own.set(at, own.size + 1);
    numbers.set(index, own.get(at)!);
  }
  return numbers;
}
