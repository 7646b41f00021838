// SPDX-License-Identifier: GPL-2.0-only

/** A place in C. */
export interface SourcePlace {
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A line table as it is stored: rows of [byte offset in the module, index of the source, line], by offset. */
export interface LineTable {
  readonly sources: readonly string[];
  readonly rows: readonly (readonly [number, number, number])[];
  /** Functions by the byte offset of their code, in order. */
  readonly functions: readonly (readonly [number, string])[];
}

/** Answers which line a byte offset of a module belongs to. Parses on first use: runs without a finding pay nothing. */
export class LineMap {
  readonly #text: string;
  #table: LineTable | null = null;

  /** @param text a LineTable as JSON */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * @param offset byte offset in the module, as the engine prints it in a stack
   * @returns the place, or null for code without a line
   */
  find(offset: number): SourcePlace | null {
    this.#table ??= JSON.parse(this.#text) as LineTable;
    const { sources, rows, functions } = this.#table;
    const row = lastUpTo(rows, offset);
    if (row === undefined) return null;
    const name = lastUpTo(functions, offset)?.[1] ?? "?";
    return { function: name, file: sources[row[1]] ?? "", line: row[2] };
  }
}

/** The last of rows sorted by their first number that is not beyond an offset. */
function lastUpTo<Row extends readonly [number, ...unknown[]]>(
  rows: readonly Row[],
  offset: number,
): Row | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]![0] <= offset) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}
