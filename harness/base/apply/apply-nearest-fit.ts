// SPDX-License-Identifier: GPL-2.0-only
import type { DifferingLine, NearestFit } from "./apply-error.ts";

/** Line comparisons spent at most on finding out why a hunk does not fit. */
const EFFORT = 20_000_000;

/**
 * Finds where most of a hunk's old lines agree with the file, the nearest to `guess` among equals.
 * Null if no line agrees anywhere.
 */
export function nearestFit(
  file: Int32Array,
  fileLines: readonly string[],
  ids: Int32Array,
  patternLines: readonly string[],
  guess: number,
): NearestFit | null {
  if (ids.length === 0) return null;
  const reach = Math.min(Math.ceil(EFFORT / ids.length / 2), Math.max(file.length, guess) + ids.length);
  let best = -1;
  let bestCount = 0;
  for (let offset = 0; offset <= reach; offset++) {
    for (const at of offset === 0 ? [guess] : [guess + offset, guess - offset]) {
      if (at < 0 || at >= file.length) continue;
      let count = 0;
      for (let i = 0; i < ids.length; i++) if (file[at + i] === ids[i]) count++;
      if (count <= bestCount) continue;
      best = at;
      bestCount = count;
    }
    if (bestCount === ids.length) break;
  }
  if (best === -1) return null;
  return {
    line: best + 1,
    matching: bestCount,
    of: ids.length,
    differs: bestCount === ids.length ? null : firstDifference(file, fileLines, ids, patternLines, best),
  };
}

function firstDifference(
  file: Int32Array,
  fileLines: readonly string[],
  ids: Int32Array,
  patternLines: readonly string[],
  at: number,
): DifferingLine {
  let first = 0;
  while (file[at + first] === ids[first]) first++;
  const expected = patternLines[first] ?? "";
  const found = fileLines[at + first] ?? null;
  const line = at + first + 1;
  // A missing newline is worth showing only where it is the difference.
  const sameEnd = found === null || found.trimEnd() !== expected.trimEnd();
  if (!sameEnd) return { line, expected, found };
  return { line, expected: withoutEnd(expected), found: found === null ? null : withoutEnd(found) };
}

function withoutEnd(line: string): string {
  return line.endsWith("\n") ? line.slice(0, -1) : line;
}
