// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import type { PlacedInFile } from "../base/make-views.ts";
import type { View } from "../base/view.ts";
import type { Build } from "../build/build-side.ts";
import { type CoverageNotes, parseCoverageNotes } from "../build/coverage-notes.ts";
import type { Guest } from "../guest/guest.ts";
import { type CountedFunction, countFunctions, countLines } from "./line-counts.ts";
import { patchLines } from "./patch-lines.ts";

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
  readonly missed: readonly MissedLine[];
  /** How often each line that makes code ran, by kernel path and line: all files of the kernel's that were compiled. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly functions: readonly {
    readonly file: string;
    readonly line: number;
    readonly name: string;
    readonly count: number;
  }[];
}

/**
 * @param build of a flavour that counts
 * @param guests all that ran it
 * @param isOld the side is the text that the hunks were applied to
 */
export function sideCoverage(
  build: Build,
  guests: readonly Guest[],
  view: View,
  placed: readonly PlacedInFile[],
  isOld: boolean,
): SideCoverage {
  const functions = countFunctions(build.notes.map(readNotes), guests);
  const counts = countLines(functions);
  const missed: MissedLine[] = [];
  let lines = 0;
  let run = 0;
  for (const [file, changed] of patchLines(placed, isOld)) {
    for (const line of changed) {
      const count = counts.get(file)?.get(line);
      if (count === undefined) continue;
      lines++;
      if (count > 0) run++;
      else missed.push(missedLine(functions, view, file, line));
    }
  }
  return {
    lines,
    run,
    missed,
    counts,
    functions: calledFunctions(functions),
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

const readNotes = (path: string): CoverageNotes => parseCoverageNotes(readFileSync(path));

/** The nearest way to a line that ran is where it was decided not to go there. */
function missedLine(
  functions: readonly CountedFunction[],
  view: View,
  file: string,
  line: number,
): MissedLine {
  const code = (at: number): string => view.read(file)?.split("\n")[at - 1]?.trim() ?? "";
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
