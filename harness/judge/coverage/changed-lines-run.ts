// SPDX-License-Identifier: GPL-2.0-only
import { countBlocks } from "../../build/count-blocks.ts";
import type { CoverageNotes, FunctionNotes } from "../../build/coverage-notes.ts";
import type { Guest } from "../../guest/guest.ts";

/** A function that has changed lines, and the blocks that they are in. */
interface ChangedFunction {
  readonly unit: number;
  readonly notes: FunctionNotes;
  readonly blocks: readonly number[];
}

/** Tells of a run whether it came to a line that the patch changes. */
export class ChangedLinesRun {
  readonly #guest: Guest;
  readonly #functions: readonly ChangedFunction[];

  /**
   * @param notes of the module's units
   * @param changed lines that the patch adds or takes away, by kernel path
   */
  constructor(
    guest: Guest,
    notes: readonly CoverageNotes[],
    changed: ReadonlyMap<string, readonly number[]>,
  ) {
    this.#guest = guest;
    const isChanged = ({ file, line }: { readonly file: string; readonly line: number }): boolean =>
      changed.get(file)?.includes(line) === true;
    this.#functions = notes.flatMap(({ checksum, functions }) =>
      functions.flatMap((one): ChangedFunction[] => {
        const blocks = [...one.lines].flatMap(([block, lines]) => (lines.some(isChanged) ? [block] : []));
        return blocks.length === 0 ? [] : [{ unit: checksum, notes: one, blocks }];
      }),
    );
  }

  /** @returns whether the last run, or the boot before it, came to one; null if none of them makes code */
  haveRun(): boolean | null {
    if (this.#functions.length === 0) return null;
    const { coverage } = this.#guest;
    return this.#functions.some(({ unit, notes, blocks }) =>
      [coverage?.countersNow(unit, notes.ident), coverage?.countersAtBoot(unit, notes.ident)].some((counters) => {
        const counts = countBlocks(notes, counters ?? []);
        return blocks.some((block) => (counts[block] ?? 0) > 0);
      }),
    );
  }
}
