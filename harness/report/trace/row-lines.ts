// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import { many } from "../../base/many.ts";
import { shortened } from "../../base/shortened.ts";
import type { TraceCell, TraceRow } from "../../judge/trace/trace-scenario.ts";
import { type Colors, printable } from "../screen.ts";
import type { FoldedRow } from "./fold-rows.ts";
import { wrapCell } from "./wrap-cell.ts";

/** Between the columns: a blank, a mark, a blank. */
export const GAP = 3;

/** How rows are laid out. */
interface Layout {
  /** Of a column. */
  readonly width: number;
  /** The after side alone. */
  readonly isOneSide: boolean;
  readonly colors: Colors;
}

/**
 * The lines of a row.
 *
 * @param next the row below: what comes from the same line of C says so once, in the end
 */
export function rowLines(one: FoldedRow, next: FoldedRow | undefined, layout: Layout): string[] {
  const { colors, width, isOneSide } = layout;
  if (one.kind === "equal") return [colors.dim(`… ${many(one.count, "equal row")}`)];
  if (one.kind === "again") return [colors.dim(againText(one.length, one.times))];
  const { after } = one.row;
  const below = next?.kind === "row" ? next.row : null;
  const right = cellLines("after", one.row, below, width);
  if (isOneSide) return right;
  const left = cellLines("before", one.row, below, width);
  const isAlone = isOnOneSide(one.row);
  const mark = !isAlone ? " " : after === null ? "<" : ">";
  const tone = !isAlone ? (text: string) => text : after === null ? colors.red : colors.green;
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    tone(`${(left[i] ?? "").padEnd(width)} ${mark} ${right[i] ?? ""}`.trimEnd()),
  );
}

const isOnOneSide = ({ before, after }: TraceRow): boolean => before === null || after === null;

function againText(length: number, times: number): string {
  const what = length === 1 ? "the row above" : `the ${length} rows above`;
  return `… ${what} ${times === 1 ? "once more" : `${times} more times`}, with other numbers`;
}

function cellLines(side: SideName, row: TraceRow, below: TraceRow | null, width: number): string[] {
  const cell = row[side];
  if (cell === null) return [];
  const isPlaced = (isOnOneSide(row) || cell.isOwn) && cell.place.line !== 0;
  const where = isPlaced || cell.where === "" ? "" : ` (${cell.where})`;
  const lines = hanging(printable(`${cell.words}${where}`), width, 0);
  const isToldBelow =
    below !== null && isOnOneSide(below) === isOnOneSide(row) && isOfOnePlace(cell, below[side]);
  return isPlaced && !isToldBelow ? [...lines, ...placeLines(cell, width)] : lines;
}

const isOfOnePlace = ({ place, isOwn }: TraceCell, other: TraceCell | null): boolean =>
  other !== null &&
  other.isOwn === isOwn &&
  other.place.file === place.file &&
  other.place.line === place.line;

/** Where a cell comes from: the line of C, and, if the patch adds it or takes it away, that line of its hunk. */
function placeLines({ place, isOwn }: TraceCell, width: number): string[] {
  const { file, line, function: name, hunk, side, code } = place;
  const inHunk = hunk === null ? "" : ` (hunk ${hunk.number})`;
  const at = hanging(printable(`at ${file}:${line} ${name}()${inHunk}`), width, 2);
  if (!isOwn || code === "") return at;
  return [...at, `  ${side === "before" ? "-" : "+"} ${printable(shortened(code, width - 6))}`];
}

const hanging = (text: string, width: number, indent: number): string[] =>
  wrapCell(text, width - indent, 2).map((line) => " ".repeat(indent) + line);
