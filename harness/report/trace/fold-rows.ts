// SPDX-License-Identifier: GPL-2.0-only
import type { TraceCell, TraceRow } from "../../judge/trace/trace-scenario.ts";

/** What is shown of rows: a row, or how many are left out there. */
export type FoldedRow =
  | { readonly kind: "row"; readonly row: TraceRow }
  /** So many rows that are the same on both sides. */
  | { readonly kind: "equal"; readonly count: number }
  /** The rows before it come again, so many times: as many rows of the same kind, by the same lines. */
  | { readonly kind: "again"; readonly length: number; readonly times: number };

/** Fewer rows than this are shown: a line that says how many would save nothing. */
const LEAST = 3;

/** Rows of a pattern that comes again and again, as one page after the other is mapped. */
const LONGEST_PATTERN = 8;

/** Kinds that are told on their own, whether they differ or not: what went wrong, and what a step came to. */
const TOLD: ReadonlySet<TraceCell["kind"]> = new Set(["result", "fault", "printk", "warn", "oops", "rule"]);

/** A row that both sides have, and of which there is nothing to say. */
const isPlain = ({ before, after }: TraceRow): boolean =>
  before !== null &&
  after !== null &&
  [before, after].every(({ kind, isOwn, isLeft }) => !isOwn && !isLeft && !TOLD.has(kind));

/**
 * Leaves out what says nothing new: runs of rows that are the same on both sides, and patterns of rows that come again.
 *
 * @param rows of one step
 */
export function foldRows(rows: readonly TraceRow[]): FoldedRow[] {
  const found: FoldedRow[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && isPlain(rows[end]!)) end++;
    if (end - at >= LEAST) {
      found.push({ kind: "equal", count: end - at });
      at = end;
      continue;
    }
    const pattern = end > at ? null : patternAt(rows, at);
    const shown = pattern === null ? Math.max(1, end - at) : pattern.length;
    for (const row of rows.slice(at, at + shown)) found.push({ kind: "row", row });
    if (pattern === null) {
      at += shown;
      continue;
    }
    found.push({ kind: "again", ...pattern });
    at += pattern.length * (1 + pattern.times);
  }
  return found;
}

/** The pattern that begins at a row and saves most. */
function patternAt(rows: readonly TraceRow[], at: number): { length: number; times: number } | null {
  let best: { length: number; times: number } | null = null;
  for (let length = 1; length <= LONGEST_PATTERN; length++) {
    let same = 0;
    while (at + length + same < rows.length && sortOf(rows[at + length + same]!) === sortOf(rows[at + same]!))
      same++;
    const times = Math.floor(same / length);
    if (times * length >= LEAST && (best === null || times * length > best.times * best.length))
      best = { length, times };
  }
  return best;
}

/** Rows of one sort read alike: their numbers alone differ. */
const sortOf = ({ before, after }: TraceRow): string => `${sortOfCell(before)}\n${sortOfCell(after)}`;

function sortOfCell(cell: TraceCell | null): string {
  if (cell === null) return "";
  const { words, place } = cell;
  return `${words.replace(/0x[0-9a-f]+|\d+/g, "0")} ${place.file}:${place.line}`;
}
