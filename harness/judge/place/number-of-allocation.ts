// SPDX-License-Identifier: GPL-2.0-only
import type { Judged } from "../run/judged.ts";

/**
 * Which allocation of its function one is: the first line there that allocates in a step is 1, the next one 2. A number
 * says so, and not the line's text, since that is the patch's to word.
 *
 * @param allocations indices of the step's `alloc` events with their stacks captured, the one in question last
 * @returns from 1
 */
export function numberOfAllocation({ record, text }: Judged, allocations: readonly number[]): number {
  const siteOf = (event: number): { readonly function: string; readonly at: string } => {
    const { frames, function: name } = text.stacks.read(record.stacks[event] ?? "");
    const frame = frames.find((one) => one.function === name);
    return { function: name, at: `${frame?.file ?? ""}:${frame?.line ?? 0}` };
  };
  const sites = allocations.map(siteOf);
  const own = sites.at(-1);
  const order = new Set(sites.filter((one) => one.function === own?.function).map(({ at }) => at));
  return [...order].indexOf(own?.at ?? "") + 1;
}
