// SPDX-License-Identifier: GPL-2.0-only
import { diffArrays } from "diff";

/** Lines that differ between two texts, as each text counts them, from 1. */
export interface ChangedLines {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Edits beyond which two texts are simply different in all lines. */
const MOST_EDITS = 4000;

/**
 * The lines that one text has and the other has not. Where lines are only added or only taken away, the line before
 * the place counts on the other side, so that the function there is known as changed.
 */
export function changedLines(before: string, after: string): ChangedLines {
  const [left, right] = [before.split("\n"), after.split("\n")];
  const parts = diffArrays(left, right, { maxEditLength: MOST_EDITS });
  const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  if (parts === undefined) return { before: all(left.length), after: all(right.length) };
  const found = { before: [] as number[], after: [] as number[] };
  let [x, y] = [1, 1];
  for (const [i, { added, removed, value }] of parts.entries()) {
    for (let n = 0; n < value.length; n++) {
      if (added) found.after.push(y++);
      else if (removed) found.before.push(x++);
      else {
        x++;
        y++;
      }
    }
    // of lines that are replaced, both sides have some of their own
    if (added && parts[i - 1]?.removed !== true) found.before.push(Math.max(1, x - 1));
    if (removed && parts[i + 1]?.added !== true) found.after.push(Math.max(1, y - 1));
  }
  const once = (lines: readonly number[]): number[] => [...new Set(lines)].sort((a, b) => a - b);
  return { before: once(found.before), after: once(found.after) };
}
