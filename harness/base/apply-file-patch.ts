// SPDX-License-Identifier: GPL-2.0-only
import type { FilePatch, Hunk, HunkLine } from "../patch/file-patch.ts";
import { ApplyError, type ApplyFailure } from "./apply-error.ts";
import { type Budget, findPlace, type Pattern } from "./apply-find-place.ts";
import { nearestFit } from "./apply-nearest-fit.ts";

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

/**
 * Applies a file's hunks to its text, in order: at the line the header names (shifted as the hunks before were),
 * else at the nearest line where all lines match, else with fuzz. Throws ApplyError if a hunk fits nowhere.
 * Give the empty text for a file that is created.
 */
export function applyFilePatch(text: string, patch: FilePatch, options: ApplyOptions = {}): AppliedFile {
  const path = patch.newPath ?? patch.oldPath ?? "";
  const lines = splitKeepingEnds(text);
  const ids = new LineIds();
  const file = Int32Array.from(lines, (line) => ids.of(line));
  if (patch.change === "create" && lines.length > 0) {
    const same = text === patch.hunks.flatMap((hunk) => hunk.lines.map(withEnd)).join("");
    throw wholeFileError(patch, path, "exists already", same);
  }
  const budget: Budget = { left: EFFORT };
  const out: string[] = [];
  const placed: PlacedHunk[] = [];
  let done = 0;
  let shift = 0;
  for (const [n, hunk] of patch.hunks.entries()) {
    const olds = hunk.lines.filter((line) => line.op !== "+").map(withEnd);
    const pattern = { ids: Int32Array.from(olds, (line) => ids.of(line)), ...contextOf(hunk.lines) };
    const stated = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
    const place = findPlace(file, pattern, stated + shift, done, options.maxFuzz ?? 2, budget);
    if (place === null) {
      const guess = Math.min(Math.max(stated + shift, 0), lines.length);
      const spent = budget.left <= 0;
      throw hunkError({ path, lines, file, ids, hunk, number: n + 1, olds, pattern, guess, done, spent });
    }
    for (; done < place.at + place.skipStart; done++) out.push(lines[done]!);
    const newLine = out.length - place.skipStart + 1;
    const to = hunk.lines.length - place.skipEnd;
    for (let i = place.skipStart; i < to; i++) {
      const line = hunk.lines[i]!;
      if (line.op === "+") out.push(withEnd(line));
      else if (line.op === " ") out.push(lines[done]!);
      if (line.op !== "+") done++;
    }
    shift = place.at - stated;
    const line = Math.max(1, place.at + 1);
    placed.push({ hunk, line, newLine: Math.max(1, newLine), offset: shift, fuzz: place.fuzz });
  }
  for (; done < lines.length; done++) out.push(lines[done]!);
  const open = out.findIndex((line, i) => i < out.length - 1 && !line.endsWith("\n"));
  if (open !== -1) throw wholeFileError(patch, path, `would lack the newline of line ${open + 1}`);
  if (patch.change === "delete" && out.length > 0) {
    throw wholeFileError(patch, path, `is to be deleted but keeps ${out.length} lines`);
  }
  return { text: out.join(""), hunks: placed };
}

/** Gives equal lines equal numbers, which are quicker to compare than texts. */
class LineIds {
  readonly #ids = new Map<string, number>();

  of(line: string): number {
    const known = this.#ids.get(line);
    if (known !== undefined) return known;
    this.#ids.set(line, this.#ids.size);
    return this.#ids.size - 1;
  }
}

/** Lines with their ends: only the last of a file may have none, and then it equals no line that has one. */
function splitKeepingEnds(text: string): string[] {
  const parts = text.split("\n");
  const last = parts.pop() ?? "";
  const lines = parts.map((line) => `${line}\n`);
  if (last !== "") lines.push(last);
  return lines;
}

function withEnd(line: HunkLine): string {
  return line.noNewline === true ? line.text : `${line.text}\n`;
}

function contextOf(lines: readonly HunkLine[]): { leading: number; trailing: number } {
  const first = lines.findIndex((line) => line.op !== " ");
  if (first === -1) return { leading: lines.length, trailing: lines.length };
  const last = lines.findLastIndex((line) => line.op !== " ");
  return { leading: first, trailing: lines.length - 1 - last };
}

/** What is known when a hunk fits nowhere. */
interface Misfit {
  readonly path: string;
  readonly lines: readonly string[];
  readonly file: Int32Array;
  readonly ids: LineIds;
  readonly hunk: Hunk;
  readonly number: number;
  readonly olds: readonly string[];
  readonly pattern: Pattern;
  readonly guess: number;
  readonly done: number;
  readonly spent: boolean;
}

function hunkError(misfit: Misfit): ApplyError {
  const { hunk, file, lines, ids, pattern, guess } = misfit;
  const nearest = nearestFit(file, lines, pattern.ids, misfit.olds, guess);
  const news = hunk.lines.filter((line) => line.op !== "-").map((line) => ids.of(withEnd(line)));
  const result: Pattern = { ...pattern, ids: Int32Array.from(news) };
  const changes = hunk.lines.some((line) => line.op !== " ");
  const effort = { left: EFFORT / 10 };
  const found = changes && news.length > 0 ? findPlace(file, result, guess, 0, 0, effort) : null;
  return new ApplyError({
    file: misfit.path,
    hunk: misfit.number,
    header: hunkHeader(hunk),
    inputLine: hunk.line,
    reason: reasonOf(misfit, nearest !== null && nearest.matching === nearest.of, nearest?.line ?? 0),
    nearest,
    alreadyApplied: found !== null,
  });
}

function reasonOf(misfit: Misfit, whole: boolean, line: number): string {
  if (misfit.spent) return "was given up: too many places to try";
  if (whole && line <= misfit.done) return "fits only inside or before the hunk before it";
  if (whole) return "fits only away from the end of the file where its context says it belongs";
  return "does not apply";
}

function hunkHeader(hunk: Hunk): string {
  return `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
}

function wholeFileError(patch: FilePatch, file: string, reason: string, alreadyApplied = false): ApplyError {
  const failure: ApplyFailure = {
    file,
    hunk: 0,
    header: "",
    inputLine: patch.line,
    reason,
    nearest: null,
    alreadyApplied,
  };
  return new ApplyError(failure);
}
