// SPDX-License-Identifier: GPL-2.0-only
import { countBlocks } from "../../compile/lines/count-blocks.ts";
import type { CoverageNotes, FunctionNotes } from "../../compile/lines/coverage-notes.ts";
import type { Guest } from "../../guest/guest.ts";

/** A function that has changed lines, and the blocks that they are in. */
interface ChangedFunction {
  readonly unit: number;
  readonly notes: FunctionNotes;
  readonly blocks: readonly number[];
}

/** What the last run of a guest came to, as its counters tell. */
export class RunCounts {
  readonly #guest: Guest;
  readonly #changed: readonly ChangedFunction[];
  readonly #notes: readonly CoverageNotes[];
  #hasRunAtBoot: boolean | null = null;

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
    this.#notes = notes;
    this.#changed = notes.flatMap(({ checksum, functions }) =>
      functions.flatMap((one): ChangedFunction[] => {
        const blocks = [...one.lines].flatMap(([block, lines]) => (lines.some(isChanged) ? [block] : []));
        return blocks.length === 0 ? [] : [{ unit: checksum, notes: one, blocks }];
      }),
    );
  }

  /** @returns whether the last run, or the boot before it, came to a changed line; null if none of them makes code */
  haveChangedLinesRun(): boolean | null {
    if (this.#changed.length === 0) return null;
    const { coverage } = this.#guest;
    const hasCome = ({ notes, blocks }: ChangedFunction, counters: readonly number[] | null | undefined) => {
      if (counters?.some((count) => count > 0) !== true) return false;
      const counts = countBlocks(notes, counters);
      return blocks.some((block) => (counts[block] ?? 0) > 0);
    };
    this.#hasRunAtBoot ??= this.#changed.some((one) =>
      hasCome(one, coverage?.countersAtBoot(one.unit, one.notes.ident)),
    );
    return (
      this.#hasRunAtBoot ||
      this.#changed.some((one) => hasCome(one, coverage?.countersNow(one.unit, one.notes.ident)))
    );
  }

  /** @returns whether the last run came to a line, by kernel path; null if it makes no code that is counted */
  hasRun(file: string, line: number): boolean | null {
    let isThere = false;
    for (const { checksum, functions } of this.#notes) {
      for (const one of functions) {
        const blocks = [...one.lines].flatMap(([block, lines]) =>
          lines.some((each) => each.file === file && each.line === line) ? [block] : [],
        );
        if (blocks.length === 0) continue;
        isThere = true;
        const counts = countBlocks(one, this.#guest.coverage?.countersNow(checksum, one.ident) ?? []);
        if (blocks.some((block) => (counts[block] ?? 0) > 0)) return true;
      }
    }
    return isThere ? false : null;
  }
}
