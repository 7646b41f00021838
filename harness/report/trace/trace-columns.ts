// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { SideBySide, TraceRow } from "../../judge/trace/trace-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { stepSentence } from "../../scenario/step-sentence.ts";
import { PROSE, paragraph, type Screen } from "../screen.ts";
import { TEARDOWN_TEXT } from "../teardown-text.ts";
import { type FoldedRow, foldRows } from "./fold-rows.ts";
import { leftOverLines } from "./left-over-lines.ts";
import { GAP, rowLines } from "./row-lines.ts";
import { wrapCell } from "./wrap-cell.ts";

/** What is shown of a trace. */
export interface TraceView {
  /** Every row, and not what differs alone. */
  readonly all: boolean;
  /** There is no patch: both sides are one, which is shown alone, with all its rows. */
  readonly isOneSide: boolean;
}

/** Columns for both sides together. */
const WIDEST = 200;

/**
 * Two traces next to each other, step by step. A row that one side has alone is marked `<` or `>` between the columns and
 * says which line of C it comes from; so does one that lines of the patch bring about.
 */
export function traceColumns(trace: SideBySide, screen: Screen, view: TraceView): string {
  const { config, scenario, rows } = trace;
  const { colors } = screen;
  const prose = { ...screen, width: Math.min(PROSE, screen.width) };
  const room = Math.min(WIDEST, screen.width);
  const width = view.isOneSide ? room : Math.floor((room - GAP) / 2);
  const out = [paragraph(prose, colors.bold(`${scenario.id}, ${config}: ${scenario.title}`), 0, 2), ""];
  if (!view.isOneSide)
    out.push(`${"before".padEnd(width)}   after`, `${"-".repeat(width)}   ${"-".repeat(width)}`, "");
  let folded = 0;
  let isShort = true;
  for (const { step, rows: own } of bySteps(rows)) {
    const isWhole = view.all || view.isOneSide;
    const shown = isWhole ? own.map((row): FoldedRow => ({ kind: "row", row })) : foldRows(own);
    folded += own.length - shown.filter(({ kind }) => kind === "row").length;
    const lines = [
      ...notRunLines(trace, step, width, view.isOneSide),
      ...shown.flatMap((one, i) => rowLines(one, shown[i + 1], { width, isOneSide: view.isOneSide, colors })),
    ];
    // steps in which nothing happens stand together
    if (!isShort || lines.length > 0) if (out.at(-1) !== "") out.push("");
    out.push(paragraph(prose, colors.bold(stepHeading(scenario, step)), 0, 4), ...lines);
    isShort = lines.length === 0;
  }
  out.push("", ...leftOverLines(trace, prose, view.isOneSide ? ["after"] : undefined));
  out.push("", paragraph(prose, countText(rows, folded, view), 0, 2), "");
  return out.join("\n");
}

/** What belongs to a step; what happened while the kernel came up stands before the first. */
interface StepRows {
  /** Its index; -1 before the first. */
  readonly step: number;
  readonly rows: TraceRow[];
}

function bySteps(rows: readonly TraceRow[]): StepRows[] {
  const found: StepRows[] = [];
  for (const row of rows) {
    if (row.step !== null) found.push({ step: row.step, rows: [] });
    else if (found.length === 0) found.push({ step: -1, rows: [row] });
    else found.at(-1)!.rows.push(row);
  }
  return found;
}

function stepHeading(scenario: Scenario, step: number): string {
  if (step === -1) return "the kernel comes up";
  const what = step < scenario.steps.length ? stepSentence(scenario, step) : TEARDOWN_TEXT;
  return `${step + 1}. ${what}`;
}

/** That a side skips a step, or never comes to it. */
function notRunLines(
  { before, after }: SideBySide,
  step: number,
  width: number,
  isOneSide: boolean,
): string[] {
  const [left = "", right = ""] = [before.notRun.get(step), after.notRun.get(step)];
  if (left === "" && right === "") return [];
  const [first, second] = [wrapCell(left, width, 2), wrapCell(right, width, 2)];
  if (isOneSide) return second;
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) =>
    `${(first[i] ?? "").padEnd(width)}   ${second[i] ?? ""}`.trimEnd(),
  );
}

function countText(rows: readonly TraceRow[], folded: number, { isOneSide }: TraceView): string {
  const events = rows.filter(({ step }) => step === null);
  if (isOneSide) return many(events.length, "row");
  const differing = events.filter(({ before, after }) => before === null || after === null).length;
  const left = folded === 0 ? "" : `; ${folded} left out, which --all shows`;
  return `${many(events.length, "row")}, ${differing} on one side only (< before, > after)${left}`;
}
