// SPDX-License-Identifier: GPL-2.0-only
import { fronted } from "../../slice/edit/fronted.ts";

/** A place in C. */
export interface SourcePlace {
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A line table as it is stored. */
export interface LineTable {
  readonly sources: readonly string[];
  /** By offset: [byte offset in the module, index of the source, line, index of the inlined call that it is in or -1]. */
  readonly rows: readonly LineRow[];
  /** Functions by the byte offset of their code, in order. */
  readonly functions: readonly (readonly [number, string])[];
  /** Calls in whose place a function stands: [its name, index of the caller's source, line, index of the call around it or -1]. */
  readonly inlined: readonly (readonly [string, number, number, number])[];
}

/** What holds from an offset on. */
export type LineRow = readonly [number, number, number, number];

/** A table of no module. */
export const NO_LINES: LineTable = { sources: [], rows: [], functions: [], inlined: [] };

/** Answers which line a byte offset of a module belongs to. Parses on first use: runs without a finding pay nothing. */
export class LineMap {
  readonly #text: string;
  #table: LineTable | null = null;
  #names: ReadonlySet<string> | null = null;

  /** @param text a LineTable as JSON */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * @param offset byte offset in the module, as the engine prints it in a stack
   * @returns the place and, where functions are inlined, their callers, innermost first; empty for code without a line
   */
  find(offset: number): SourcePlace[] {
    this.#table ??= JSON.parse(this.#text) as LineTable;
    const { sources, functions, inlined } = this.#table;
    const row = this.row(offset);
    if (row === undefined) return [];
    const places: SourcePlace[] = [];
    let [, source, line, index] = row;
    for (let call = inlined[index]; call !== undefined; call = inlined[index]) {
      places.push({ function: fronted.own(call[0]), file: sources[source] ?? "", line });
      [, source, line, index] = call;
    }
    const name = lastUpTo(functions, offset)?.[1] ?? "?";
    return [...places, { function: fronted.own(name), file: sources[source] ?? "", line }];
  }

  /** @returns the names of all functions that the module has, those that stand in place of a call included */
  functionNames(): ReadonlySet<string> {
    this.#table ??= JSON.parse(this.#text) as LineTable;
    const { functions, inlined } = this.#table;
    this.#names ??= new Set([...functions.map(([, name]) => name), ...inlined.map(([name]) => name)]);
    return this.#names;
  }

  /** @returns the functions that have code on one of these lines of a file; those whose code stands elsewhere included */
  functionsAt(file: string, lines: readonly number[]): ReadonlySet<string> {
    this.#table ??= JSON.parse(this.#text) as LineTable;
    const wanted = new Set(lines);
    const source = this.#table.sources.indexOf(file);
    const extents = new Map<string, [number, number]>();
    for (const [offset, at, line, index] of this.#table.rows) {
      if (at !== source || line === 0) continue;
      const name = this.#table.inlined[index]?.[0] ?? lastUpTo(this.#table.functions, offset)?.[1] ?? "";
      const [first, last] = extents.get(name) ?? [line, line];
      extents.set(name, [Math.min(first, line), Math.max(last, line)]);
    }
    const touched = [...extents].filter(([, [first, last]]) =>
      [...wanted].some((one) => one >= first && one <= last),
    );
    return new Set(touched.map(([name]) => name));
  }

  /** @returns the row of the table that holds at an offset */
  row(offset: number): LineRow | undefined {
    this.#table ??= JSON.parse(this.#text) as LineTable;
    return lastUpTo(this.#table.rows, offset);
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
