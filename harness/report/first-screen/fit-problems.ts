// SPDX-License-Identifier: GPL-2.0-only

/** A problem as it is shown in full, and in short. */
export interface Shown {
  readonly full: readonly string[];
  readonly short: readonly string[];
}

/** Problems that are shown in full, however little room there is. */
const LEAST = 3;

/**
 * As much of the problems as there is room for: the first in full, the next ones in short, or in full as well if there is room
 * left; the last are left out if there is none.
 *
 * @param room lines, one for what is left out included
 */
export function fitProblems(
  problems: readonly Shown[],
  room: number,
): { readonly lines: readonly string[]; readonly left: number } {
  const sizes = problems.map(({ full, short }, i) => {
    return { full: linesIn(full), short: linesIn(i < LEAST ? full : short) };
  });
  let taken = 0;
  let count = 0;
  for (const [i, { short }] of sizes.entries()) {
    const isLast = i === sizes.length - 1;
    if (i >= LEAST && taken + short + (isLast ? 0 : 1) > room) break;
    taken += short;
    count++;
  }
  const left = problems.length - count;
  let spare = room - taken - (left > 0 ? 1 : 0);
  let isFull = true;
  const lines = problems.slice(0, count).flatMap((one, i) => {
    const more = sizes[i]!.full - sizes[i]!.short;
    isFull &&= i < LEAST || more <= spare;
    if (isFull) spare -= more;
    return isFull ? one.full : one.short;
  });
  return { lines, left };
}

const linesIn = (texts: readonly string[]): number => texts.join("\n").split("\n").length;
