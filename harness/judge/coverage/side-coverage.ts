// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from "../../base/line-of.ts";
import type { View } from "../../base/view.ts";
import type { CoverageNotes } from "../../compile/lines/coverage-notes.ts";
import type { Guest } from "../../guest/guest.ts";
import type { SideText } from "../place/locate.ts";
import { patchLines } from "../place/patch-lines.ts";
import { type CountedFunction, countFunctions, countLines } from "./line-counts.ts";

/** A changed line that makes code and never ran. */
export interface MissedLine {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly function: string;
  /** The line of the condition that kept it from running; 0 if its function was never called. */
  readonly guardLine: number;
  readonly guard: string;
}

/** Which lines of a side ran, in all scenarios of a configuration together. */
export interface SideCoverage {
  /** Lines that the patch changes and that make code, and those of them that ran. */
  readonly lines: number;
  readonly run: number;
  readonly ranLines: readonly { readonly file: string; readonly line: number }[];
  readonly missed: readonly MissedLine[];
  /** How often each line that makes code ran, by kernel path and line: all files of the kernel's that were compiled. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly functions: readonly {
    readonly file: string;
    readonly line: number;
    readonly name: string;
    readonly count: number;
  }[];
  /** Functions whose code the patch makes another, by a macro or a type perhaps, and whether they were called. */
  readonly touched: readonly { readonly name: string; readonly ran: boolean }[];
}

/**
 * @param build what is known of a build that counts
 * @param guests all that ran it
 * @param touched functions whose code is another on the other side
 * @param unused functions that nothing can call: their lines do not count
 */
export function sideCoverage(
  { notes, view, placed, isOld }: SideText & { readonly notes: readonly CoverageNotes[] },
  guests: readonly Guest[],
  touched: ReadonlySet<string>,
  unused: ReadonlySet<string>,
): SideCoverage {
  const functions = countFunctions(notes, guests).filter((one) => !unused.has(one.notes.name));
  const counts = countLines(functions);
  const missed: MissedLine[] = [];
  const ranLines: { file: string; line: number }[] = [];
  for (const [file, changed] of patchLines(placed, isOld)) {
    for (const line of changed) {
      const count = counts.get(file)?.get(line);
      if (count === undefined) continue;
      if (count > 0) ranLines.push({ file, line });
      else missed.push(missedLine(functions, view, file, line));
    }
  }
  return {
    lines: ranLines.length + missed.length,
    run: ranLines.length,
    ranLines,
    missed,
    counts,
    functions: calledFunctions(functions),
    touched: functions.flatMap(({ notes: { name }, blocks }) =>
      touched.has(name) ? [{ name, ran: (blocks[0] ?? 0) > 0 }] : [],
    ),
  };
}

/** An inline function of a header is there once for each unit that includes it. */
function calledFunctions(functions: readonly CountedFunction[]): SideCoverage["functions"] {
  const found = new Map<string, SideCoverage["functions"][number]>();
  for (const { notes, blocks } of functions) {
    const { file, line, name } = notes;
    const key = `${file} ${line} ${name}`;
    found.set(key, { file, line, name, count: (found.get(key)?.count ?? 0) + (blocks[0] ?? 0) });
  }
  return [...found.values()];
}

/** The nearest way to a line that ran is where it was decided not to go there. */
function missedLine(
  functions: readonly CountedFunction[],
  view: View,
  file: string,
  line: number,
): MissedLine {
  const code = (at: number): string => lineOf(view, file, at);
  const isThere = (one: { file: string; line: number }): boolean => one.file === file && one.line === line;
  const home = functions.find(({ notes }) => [...notes.lines.values()].some((all) => all.some(isThere)));
  const base = { file, line, code: code(line), function: home?.notes.name ?? "", guardLine: 0, guard: "" };
  if (home === undefined || (home.blocks[0] ?? 0) === 0) return base;
  const { notes, blocks } = home;
  const seen = new Set([...notes.lines].flatMap(([block, all]) => (all.some(isThere) ? [block] : [])));
  for (const block of seen) {
    for (const { from, to } of notes.arcs) {
      if (to !== block || seen.has(from)) continue;
      const guard =
        (blocks[from] ?? 0) > 0 ? notes.lines.get(from)?.findLast((one) => one.file === file) : undefined;
      if (guard !== undefined) return { ...base, guardLine: guard.line, guard: code(guard.line) };
      seen.add(from);
    }
  }
  return base;
}
