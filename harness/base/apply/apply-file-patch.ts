// SPDX-License-Identifier: GPL-2.0-only

import type { FilePatch, Hunk } from "../../patch/diff/file-patch.ts";
import { many } from "../many.ts";
import { ApplyError } from "./apply-error.ts";
import { findPlace, type Place } from "./apply-find-place.ts";
import { misfitError } from "./apply-misfit.ts";
import { patternOf } from "./apply-pattern.ts";
import { LineIds } from "./line-ids.ts";
import { TextHeads } from "./text-heads.ts";
import { linesWithEnds, withEnd } from "./text-lines.ts";

/** Where a hunk went. */
export interface PlacedHunk {
  readonly hunk: Hunk;
  /** First line of the hunk in the text before, from 1. */
  readonly line: number;
  /** First line of the hunk in the text after, from 1. */
  readonly newLine: number;
  /** How far `line` is from where the header says. */
  readonly offset: number;
  /** Context lines left out at either end to make it match; 0 for an exact match. */
  readonly fuzz: number;
}

/** A text with a patch applied. */
export interface AppliedFile {
  readonly text: string;
  readonly hunks: readonly PlacedHunk[];
}

/** Settings of `applyFilePatch`. */
export interface ApplyOptions {
  /** Context lines that may be left out at either end of a hunk; 2, as patch(1) has it. */
  readonly maxFuzz?: number;
}

/** Line comparisons allowed for one file. A real patch needs a few thousand. */
const EFFORT = 200_000_000;

/** Files in which a line that begins with a letter begins a function, or something else that has a name. */
const C_FILE = /\.[ch]$/;

/**
 * Applies a file's hunks to its text, in order: at the line the header names (shifted as the hunks before were), else
 * at the nearest line where all lines match, in the function that the header names if the file has it, else with fuzz
 * in that function. Throws ApplyError if a hunk fits nowhere, or is there already.
 * Give the empty text for a file that is created.
 */
export function applyFilePatch(text: string, patch: FilePatch, options: ApplyOptions = {}): AppliedFile {
  const path = patch.newPath ?? patch.oldPath ?? "";
  const lines = linesWithEnds(text);
  const ids = new LineIds();
  const file = ids.all(lines);
  if (patch.change === "create" && lines.length > 0) {
    const same = text === patch.hunks.flatMap((hunk) => hunk.lines.map(withEnd)).join("");
    throw wholeFileError(patch, path, "exists already", same);
  }
  const heads = C_FILE.test(path) ? new TextHeads(lines) : null;
  const budget = { left: EFFORT };
  const out: string[] = [];
  const placed: PlacedHunk[] = [];
  let done = 0;
  let shift = 0;
  for (const [n, hunk] of patch.hunks.entries()) {
    const pattern = patternOf(hunk, ids, heads);
    const start = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
    const stated = start + shift;
    const found = findPlace(pattern, { file, stated, min: done, maxFuzz: options.maxFuzz ?? 2, budget });
    const spent = budget.left <= 0;
    if (found.kind !== "place" || spent) {
      const why = found.kind === "place" ? ({ kind: "nowhere" } as const) : found;
      throw misfitError({ path, lines, file, hunk, number: n + 1, pattern, stated, done, found: why, spent });
    }
    const { place } = found;
    for (; done < place.at + place.skipStart; done++) out.push(lines[done]!);
    const newLine = Math.max(1, out.length - place.skipStart + 1);
    done = copyHunk(hunk, place, lines, done, out);
    shift = place.at - start;
    placed.push({ hunk, line: Math.max(1, place.at + 1), newLine, offset: shift, fuzz: place.fuzz });
  }
  for (; done < lines.length; done++) out.push(lines[done]!);
  const open = out.findIndex((line, i) => i < out.length - 1 && !line.endsWith("\n"));
  if (open !== -1) throw wholeFileError(patch, path, `would lack the newline of line ${open + 1}`);
  if (patch.change === "delete" && out.length > 0) {
    throw wholeFileError(patch, path, `is to be deleted but keeps ${many(out.length, "line")}`);
  }
  return { text: out.join(""), hunks: placed };
}

/** @returns how many lines of the file are used then */
function copyHunk(hunk: Hunk, place: Place, lines: readonly string[], from: number, out: string[]): number {
  let done = from;
  for (const line of hunk.lines.slice(place.skipStart, hunk.lines.length - place.skipEnd)) {
    if (line.op === "+") out.push(withEnd(line));
    else if (line.op === " ") out.push(lines[done]!);
    if (line.op !== "+") done++;
  }
  return done;
}

function wholeFileError(patch: FilePatch, file: string, reason: string, alreadyApplied = false): ApplyError {
  return new ApplyError({
    file,
    hunk: 0,
    header: "",
    inputLine: patch.line,
    reason,
    nearest: null,
    alreadyApplied,
  });
}
