// SPDX-License-Identifier: GPL-2.0-only

import { codeSectionOffset } from "../wasm/wasm-sections.ts";
import { functionsOf, sitesOf } from "../wasm/wasm-sites.ts";
import { type InlinedCall, inlinedCallsOf } from "./inlined-calls.ts";
import { LineMap, type LineRow, type LineTable } from "./line-map.ts";

/**
 * Reads llvm-dwarfdump's line tables.
 *
 * @param dump output of `llvm-dwarfdump --debug-line --debug-info`
 * @param module the module that was dumped
 */
export function lineTableOf(dump: string, module: Uint8Array): LineTable {
  const codeOffset = codeSectionOffset(module);
  const functions = functionsOf(module);
  const sources: string[] = [];
  const rows: [number, number, number][] = [];
  let files = new Map<number, string>();
  let dirs = new Map<number, string>();
  let current = 0;
  for (const text of dump.split("\n")) {
    if (text.startsWith("debug_line[")) {
      files = new Map();
      dirs = new Map();
      continue;
    }
    // line 0 is code of the compiler's own: it counts to the line before it
    const row = /^0x([0-9a-f]{16}) +([1-9]\d*) +\d+ +(\d+) /.exec(text);
    if (row !== null) {
      if (text.includes(" end_sequence")) continue;
      const path = files.get(Number(row[3])) ?? "";
      let source = sources.indexOf(path);
      if (source === -1) source = sources.push(path) - 1;
      rows.push([Number.parseInt(row[1]!, 16) + codeOffset, source, Number(row[2])]);
      continue;
    }
    const dir = /^include_directories\[ *(\d+)\] = "(.*)"$/.exec(text);
    if (dir !== null) dirs.set(Number(dir[1]), dir[2]!);
    const file = /^file_names\[ *(\d+)\]:$/.exec(text);
    if (file !== null) current = Number(file[1]);
    const name = /^ *name: "(.*)"$/.exec(text);
    if (name !== null) files.set(current, name[1]!);
    const index = /^ *dir_index: (\d+)$/.exec(text);
    if (index === null) continue;
    const under = dirs.get(Number(index[1]));
    const base = files.get(current) ?? "";
    if (under !== undefined && !base.startsWith("/")) files.set(current, `${under}/${base}`);
  }
  rows.sort((a, b) => a[0] - b[0]);
  const calls = inlinedCallsOf(dump).map((call) => {
    return { ...call, from: call.from + codeOffset, to: call.to + codeOffset };
  });
  for (const { file } of calls) if (!sources.includes(file)) sources.push(file);
  // of rows at one address, the last one holds
  const plain = rows.filter((row, i) => rows[i + 1]?.[0] !== row[0]);
  return { sources, ...withCalls(plain, calls, sources), functions };
}

/** Tells of each row which inlined call it is in. A row ends where such a call begins or ends. */
function withCalls(
  plain: readonly (readonly [number, number, number])[],
  calls: readonly InlinedCall[],
  sources: readonly string[],
): Pick<LineTable, "rows" | "inlined"> {
  const inlined: [string, number, number, number][] = [];
  const edges = new Set(calls.flatMap(({ from, to }) => [from, to]));
  const offsets = [...new Set([...plain.map(([offset]) => offset), ...edges])].sort((a, b) => a - b);
  const byStart = calls.toSorted((a, b) => a.from - b.from);
  const indices = new Map<string, number>();
  /** The calls that an offset is in. */
  let open: InlinedCall[] = [];
  let next = 0;
  let at = -1;
  const rows = offsets.flatMap((offset): LineRow[] => {
    while (plain[at + 1] !== undefined && plain[at + 1]![0] <= offset) at++;
    open = open.filter(({ to }) => to > offset);
    for (; next < byStart.length && byStart[next]!.from <= offset; next++) open.push(byStart[next]!);
    const row = plain[at];
    if (row === undefined) return [];
    let around = -1;
    for (const call of open.toSorted((a, b) => a.depth - b.depth)) {
      const entry: (typeof inlined)[number] = [call.function, sources.indexOf(call.file), call.line, around];
      const key = JSON.stringify(entry);
      around = indices.get(key) ?? inlined.push(entry) - 1;
      indices.set(key, around);
    }
    return [[offset, row[1], row[2], around]];
  });
  return { rows, inlined };
}

/** A line table of code into which something was put. */
export const movedLines = (table: LineTable, moved: (offset: number) => number): LineTable => ({
  ...table,
  rows: table.rows.map(([offset, ...rest]) => [moved(offset), ...rest]),
  functions: table.functions.map(([offset, name]) => [moved(offset), name]),
});

/**
 * Carries a line table over a lowering of addresses, which moves instructions and keeps their order: the n-th call of a
 * function mostly stays its n-th call, and the n-th instruction that can trap its n-th.
 *
 * @param table lines of `raw`
 */
export function carryLines(table: LineTable, raw: Uint8Array, lowered: Uint8Array): LineTable {
  const find = new LineMap(JSON.stringify(table));
  const rows: LineRow[] = [];
  const carry = (from: number, to: number): void => {
    const row = find.row(from);
    if (row !== undefined) rows.push([to, row[1], row[2], row[3]]);
  };
  const [from, to] = [sitesOf(raw), sitesOf(lowered)];
  for (const kind of ["calls", "traps"] as const) {
    for (const [n, sites] of from[kind].entries()) {
      const others = to[kind][n] ?? [];
      // code that is never reached was left out: what comes there takes the line of the function, or of the call before it
      if (others.length !== sites.length) continue;
      for (const [i, site] of sites.entries()) carry(site, others[i]!);
    }
  }
  const functions = functionsOf(lowered);
  // an engine that runs out of stack does so where a function begins
  for (const [n, [start]] of functionsOf(raw).entries())
    if (functions[n] !== undefined) carry(start, functions[n][0]);
  return { ...table, rows: rows.sort((a, b) => a[0] - b[0]), functions };
}
