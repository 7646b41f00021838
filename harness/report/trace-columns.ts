// SPDX-License-Identifier: GPL-2.0-only
import { wrapAnsi } from "fast-wrap-ansi";
import type { SideBySide, TraceCell } from "../judge/trace/trace-scenario.ts";
import { paragraph, printable, type Screen } from "./screen.ts";
import { stepText } from "./step-text.ts";
import { TEARDOWN_TEXT } from "./teardown-text.ts";

/**
 * Two traces next to each other. A row that one side has alone is marked `<` or `>` between the columns and says which
 * line of C it comes from.
 */
export function traceColumns({ config, scenario, rows }: SideBySide, screen: Screen): string {
  const { colors } = screen;
  const width = Math.floor((screen.width - 3) / 2);
  const out = [
    paragraph(screen, colors.bold(`${scenario.id}, ${config}: ${scenario.title}`), 0, 2),
    "",
    `${"before".padEnd(width)}   after`,
    `${"-".repeat(width)}   ${"-".repeat(width)}`,
  ];
  for (const row of rows) {
    const step = /^step (\d+)$/.exec(row.before?.text ?? row.after?.text ?? "");
    if (step !== null) {
      const what = scenario.steps[Number(step[1]) - 1];
      const text = what === undefined ? TEARDOWN_TEXT : stepText(what);
      out.push(
        "",
        ...wrapAnsi(`step ${step[1]}: ${text}`, screen.width, { hard: true }).split("\n").map(colors.bold),
      );
      continue;
    }
    const alone = row.before === null || row.after === null;
    const mark = !alone ? " " : row.after === null ? "<" : ">";
    const tone = !alone ? (text: string) => text : row.after === null ? colors.red : colors.green;
    const left = cellLines(row.before, width, alone);
    const right = cellLines(row.after, width, alone);
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const text = `${(left[i] ?? "").padEnd(width)} ${mark} ${right[i] ?? ""}`.trimEnd();
      out.push(tone(text));
    }
  }
  const differing = rows.filter(({ before, after }) => before === null || after === null).length;
  out.push("", `${rows.length} rows, ${differing} on one side only`, "");
  return out.join("\n");
}

function cellLines(cell: TraceCell | null, width: number, withPlace: boolean): string[] {
  if (cell === null) return [];
  const { file, line, function: name } = cell.place;
  const lines = wrapAnsi(printable(cell.text), width - 2, { hard: true }).split("\n");
  if (withPlace && line !== 0)
    lines.push(
      ...wrapAnsi(printable(`at ${file}:${line} ${name}`), width - 4, { hard: true })
        .split("\n")
        .map((text) => `  ${text}`),
    );
  return lines.map((text, i) => (i === 0 ? text : `  ${text}`));
}
