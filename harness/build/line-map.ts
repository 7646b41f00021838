// SPDX-License-Identifier: GPL-2.0-only
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";

/** The part of a source map (version 3) that is used: one generated line, whose columns are byte offsets. */
interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** A place in C. */
export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Turns llvm-dwarfdump's line tables into a source map, the only form of line table that wasm-opt carries through a
 * lowering.
 *
 * @param dump output of `llvm-dwarfdump --debug-line`
 * @param codeOffset byte offset of the code section's contents in the module
 */
export function sourceMapOf(dump: string, codeOffset: number): string {
  const sources: string[] = [];
  const rows: SourceMapSegment[] = [];
  let files = new Map<number, string>();
  let dirs = new Map<number, string>();
  let current = 0;
  for (const text of dump.split("\n")) {
    const dir = /^include_directories\[ *(\d+)\] = "(.*)"$/.exec(text);
    if (dir !== null) dirs.set(Number(dir[1]), dir[2]!);
    else if (text.startsWith("debug_line[")) {
      files = new Map();
      dirs = new Map();
    }
    const file = /^file_names\[ *(\d+)\]:$/.exec(text);
    if (file !== null) current = Number(file[1]);
    const name = /^ *name: "(.*)"$/.exec(text);
    if (name !== null) files.set(current, name[1]!);
    const index = /^ *dir_index: (\d+)$/.exec(text);
    if (index !== null) {
      const under = dirs.get(Number(index[1]));
      const base = files.get(current) ?? "";
      files.set(current, under === undefined || base.startsWith("/") ? base : `${under}/${base}`);
    }
    const row = /^0x([0-9a-f]{16}) +(\d+) +(\d+) +(\d+) /.exec(text);
    // line 0 is code of the compiler's own: it counts to the line before it
    if (row === null || row[2] === "0" || / end_sequence/.test(text)) continue;
    const path = files.get(Number(row[4])) ?? "";
    let source = sources.indexOf(path);
    if (source === -1) source = sources.push(path) - 1;
    const line = Number(row[2]) - 1;
    rows.push([Number.parseInt(row[1]!, 16) + codeOffset, source, line, 0]);
  }
  rows.sort((a, b) => a[0] - b[0]);
  const map: SourceMap = { version: 3, sources, names: [], mappings: encode([rows]) };
  return JSON.stringify(map);
}

/** Answers which line a byte offset of a module belongs to. Decodes on first use: runs without a finding pay nothing. */
export class LineMap {
  readonly #text: string;
  #sources: readonly string[] = [];
  #rows: readonly SourceMapSegment[] | null = null;

  /** @param text a source map as `sourceMapOf` makes it */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * @param offset byte offset in the module, as the engine prints it in a stack
   * @returns the place, or null for code without a line
   */
  find(offset: number): SourcePlace | null {
    this.#rows ??= this.#decode();
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#rows[middle]![0] <= offset) low = middle + 1;
      else high = middle;
    }
    const row = this.#rows[low - 1];
    if (row === undefined || row.length === 1) return null;
    return { file: this.#sources[row[1]] ?? "", line: row[2] + 1 };
  }

  #decode(): readonly SourceMapSegment[] {
    const map = JSON.parse(this.#text) as SourceMap;
    this.#sources = map.sources;
    return decode(map.mappings)[0] ?? [];
  }
}
