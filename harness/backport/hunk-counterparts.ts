// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk, HunkLine } from "../patch/diff/file-patch.ts";
import type { Patch } from "../patch/series.ts";
import type { HunkCounterpart } from "./hunk-counterpart.ts";
import { lineLikeness } from "./line-likeness.ts";

/** From which likeness on a line is taken for another form of a line, and below which a hunk is not there at all. */
const ALIKE = 0.6;
const LEAST = 0.4;

/**
 * Looks for the changed lines of each upstream hunk among those of the backport, in whatever hunk they are: a backport
 * may split hunks, join them, and move code to another file. This is a hint for a reader, and no verdict.
 */
export function hunkCounterparts(upstream: readonly Patch[], backport: readonly Patch[]): HunkCounterpart[] {
  const left = placedHunks(backport).flatMap(({ hunk, path }) =>
    changedLines([hunk]).map((line) => ({ line, path })),
  );
  const take = (line: HunkLine, least: number, path: string | null): string | null => {
    let best = -1;
    let most = least;
    for (const [i, one] of left.entries()) {
      if (one.line.op !== line.op || (path !== null && one.path !== path)) continue;
      const likeness = lineLikeness(one.line.text, line.text);
      if (likeness < most || (likeness === most && best !== -1)) continue;
      [best, most] = [i, likeness];
      if (likeness === 1) break;
    }
    return best === -1 ? null : left.splice(best, 1)[0]!.line.text;
  };
  const hunks = placedHunks(upstream);
  // what is there as it stands comes first, and in the same file: no other line takes it
  const found = new Map<HunkLine, string>();
  for (const least of [1, ALIKE]) {
    for (const isHere of [true, false]) {
      for (const { hunk, path } of hunks) {
        for (const line of changedLines([hunk])) {
          const text = found.has(line) ? null : take(line, least, isHere ? path : null);
          if (text !== null) found.set(line, text);
        }
      }
    }
  }
  return hunks.map(({ patch, file, at, hunk, path }) => {
    const lines = changedLines([hunk]);
    const weight = (line: HunkLine): number => line.text.trim().length;
    const likeness = (line: HunkLine): number =>
      found.has(line) ? lineLikeness(found.get(line)!, line.text) : 0;
    const all = lines.reduce((sum, line) => sum + weight(line), 0);
    const there = lines.reduce((sum, line) => sum + weight(line) * likeness(line), 0);
    const odd = lines.find((line) => likeness(line) < 1);
    const state = odd === undefined ? "there" : there < LEAST * all ? "missing" : "altered";
    const { section, line } = hunk;
    const text = (one: string | undefined): string => (one ?? "").trim().replace(/\s+/g, " ");
    return {
      ...{ patch, file, hunk: at, path, number: at + 1, inputLine: line, section, state },
      line: odd === undefined ? "" : `${odd.op} ${text(odd.text)}`,
      instead: odd === undefined || state === "missing" ? "" : text(found.get(odd)),
      asInBackport: state === "missing" ? null : withLines(hunk, found),
    };
  });
}

/** All hunks, with their places in the series and the file that they change. */
const placedHunks = (patches: readonly Patch[]) =>
  patches.flatMap(({ files }, patch) =>
    files.flatMap(({ hunks, newPath, oldPath }, file) =>
      hunks.map((hunk, at) => ({ patch, file, at, hunk, path: newPath ?? oldPath ?? "" })),
    ),
  );

/** Lines with something in them: no blank ones, no braces, no comments. */
const changedLines = (hunks: readonly Hunk[]): HunkLine[] =>
  hunks.flatMap(({ lines }) =>
    lines.filter(({ op, text }) => op !== " " && /\w\w/.test(text) && !/^\s*(?:\*|\/[*/])/.test(text)),
  );

/** The hunk as the backport has its lines: what it adds in other words or not at all, and what it does not take away. */
function withLines(hunk: Hunk, found: ReadonlyMap<HunkLine, string>): Hunk | null {
  const own = new Set(changedLines([hunk]));
  const lines = hunk.lines.flatMap((line): HunkLine[] => {
    if (!own.has(line)) return [line];
    const text = found.get(line);
    if (line.op === "-") return [text === undefined ? { ...line, op: " " } : line];
    return text === undefined ? [] : [{ ...line, text }];
  });
  const count = (op: "+" | "-"): number => lines.filter((line) => line.op !== op).length;
  if (lines.every(({ op }) => op === " ")) return null;
  return { ...hunk, lines, oldLines: count("+"), newLines: count("-") };
}
