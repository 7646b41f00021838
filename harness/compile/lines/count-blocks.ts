// SPDX-License-Identifier: GPL-2.0-only
import type { FunctionNotes } from "./coverage-notes.ts";

/**
 * How often each block of a function was run, from the arcs that have counters: as much flows into a block as out of it,
 * and what leaves a function has entered it.
 *
 * @param counters one for each counted arc, in order
 * @returns one count for each block
 */
export function countBlocks(notes: FunctionNotes, counters: readonly number[]): number[] {
  let next = 0;
  const flows: { from: number; to: number; count: number | null }[] = notes.arcs.map(
    ({ from, to, counted }) => ({ from, to, count: counted ? (counters[next++] ?? 0) : null }),
  );
  // from the end back to the start
  flows.push({ from: 1, to: 0, count: null });
  const blocks = Array.from({ length: notes.blocks }, () => {
    return { count: null as number | null, into: [] as typeof flows, out: [] as typeof flows };
  });
  for (const flow of flows) {
    blocks[flow.to]?.into.push(flow);
    blocks[flow.from]?.out.push(flow);
  }
  let changed = true;
  while (changed) {
    changed = false;
    for (const block of blocks) {
      for (const arcs of [block.into, block.out]) {
        const open = arcs.filter(({ count }) => count === null);
        const sum = arcs.reduce((total, { count }) => total + (count ?? 0), 0);
        if (block.count === null && open.length === 0) {
          block.count = sum;
          changed = true;
        } else if (block.count !== null && open.length === 1) {
          open[0]!.count = Math.max(0, block.count - sum);
          changed = true;
        }
      }
    }
  }
  return blocks.map(({ count }) => count ?? 0);
}
