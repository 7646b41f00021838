// SPDX-License-Identifier: GPL-2.0-only

/** The old lines of a hunk, as numbers that are equal when lines are, and its context at either end. */
export interface Pattern {
  readonly ids: Int32Array;
  /** Context lines before the first change and after the last. */
  readonly leading: number;
  readonly trailing: number;
}

/** Where a pattern was found. */
export interface Place {
  /** Index in the file of the pattern's first line, dropped context counted. */
  readonly at: number;
  /** Context lines dropped at either end. */
  readonly skipStart: number;
  readonly skipEnd: number;
  readonly fuzz: number;
}

/** A number of line comparisons that may still be made: hostile patches must not take hours. */
export interface Budget {
  left: number;
}

/**
 * Finds the place nearest to `guess`, not before `min`, where a pattern matches: without fuzz at any offset first,
 * then with ever more context lines dropped. A hunk with less context at one end comes from that end of the file
 * and is looked for only there, until fuzz has made up for the difference.
 */
export function findPlace(
  file: Int32Array,
  pattern: Pattern,
  guess: number,
  min: number,
  maxFuzz: number,
  budget: Budget,
): Place | null {
  const context = Math.max(pattern.leading, pattern.trailing);
  const most = Math.min(maxFuzz, context);
  for (let fuzz = 0; fuzz <= most; fuzz++) {
    const start = fuzz + pattern.leading - context;
    const end = fuzz + pattern.trailing - context;
    const skipStart = Math.max(0, start);
    const skipEnd = Math.max(0, end);
    const length = pattern.ids.length - skipEnd;
    const last = file.length - length;
    const low = min - skipStart;
    const fits = (at: number) =>
      at >= low && at <= last && matches(file, pattern.ids, at, skipStart, length, budget);
    const found =
      start < 0 || end < 0 ? atEnds(fits, start < 0, end < 0, last) : nearest(fits, guess, low, last);
    if (found !== null) return { at: found, skipStart, skipEnd, fuzz };
    if (budget.left <= 0) return null;
  }
  return null;
}

function atEnds(fits: (at: number) => boolean, first: boolean, end: boolean, last: number): number | null {
  const at = first ? 0 : last;
  if (first && end && last !== 0) return null;
  return fits(at) ? at : null;
}

function nearest(fits: (at: number) => boolean, guess: number, low: number, last: number): number | null {
  if (low > last) return null;
  guess = Math.min(Math.max(guess, low), last);
  const reach = Math.max(guess - low, last - guess);
  for (let offset = 0; offset <= reach; offset++) {
    if (fits(guess + offset)) return guess + offset;
    if (offset > 0 && fits(guess - offset)) return guess - offset;
  }
  return null;
}

function matches(
  file: Int32Array,
  ids: Int32Array,
  at: number,
  from: number,
  to: number,
  budget: Budget,
): boolean {
  let i = from;
  while (i < to && file[at + i] === ids[i]) i++;
  budget.left -= i - from + 1;
  return i === to && budget.left > 0;
}
