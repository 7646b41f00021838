// SPDX-License-Identifier: GPL-2.0-only
import { countBlocks } from "../../compile/lines/count-blocks.ts";
import type { CoverageNotes, FunctionNotes } from "../../compile/lines/coverage-notes.ts";
import type { Guest } from "../../guest/guest.ts";

/** One function with the number of times that each of its blocks ran. */
export interface CountedFunction {
  readonly notes: FunctionNotes;
  readonly blocks: readonly number[];
}

/** @param guests all that ran the module, each with another machine */
export function countFunctions(notes: readonly CoverageNotes[], guests: readonly Guest[]): CountedFunction[] {
  for (const guest of guests) guest.coverage?.collect();
  return notes.flatMap((unit) =>
    unit.functions.map((one) => {
      const sums: number[] = [];
      for (const guest of guests) {
        const counters = guest.coverage?.countersOf(unit.checksum, one.ident) ?? [];
        for (const [i, count] of counters.entries()) sums[i] = (sums[i] ?? 0) + count;
      }
      return { notes: one, blocks: countBlocks(one, sums) };
    }),
  );
}

/** @returns how often each line that makes code ran, by kernel path and line */
export function countLines(functions: readonly CountedFunction[]): Map<string, Map<number, number>> {
  const files = new Map<string, Map<number, number>>();
  for (const { notes, blocks } of functions) {
    const own = new Map<string, number>();
    for (const [block, lines] of notes.lines) {
      for (const { file, line } of lines) {
        // blocks of one line follow each other: the one that runs most says how often it is reached
        const key = `${line} ${file}`;
        own.set(key, Math.max(own.get(key) ?? 0, blocks[block] ?? 0));
      }
    }
    for (const [key, count] of own) {
      const file = key.slice(key.indexOf(" ") + 1);
      const line = Number.parseInt(key, 10);
      const counts = files.get(file) ?? new Map<number, number>();
      counts.set(line, (counts.get(line) ?? 0) + count);
      files.set(file, counts);
    }
  }
  return files;
}
