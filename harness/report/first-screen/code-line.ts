// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import { shortened } from "../../base/shortened.ts";
import type { GateHunk } from "../../gate/gate-report.ts";
import { printable, type Screen } from "../screen.ts";

/** Columns for a line's number. */
const NUMBER = 5;

/** A line of C to be shown. */
export interface ShownLine {
  readonly file: string;
  /** From 1, in the text of `side`. */
  readonly line: number;
  readonly side: SideName;
  readonly code: string;
}

/**
 * A line of C as compilers show one: its number, and `+` or `-` where the patch adds it or takes it away.
 *
 * @param column from 1: a second line points there; nowhere if 0
 */
export function codeLine(
  { file, line, side, code }: ShownLine,
  hunks: readonly GateHunk[],
  { width, colors }: Screen,
  column = 0,
): string[] {
  if (line === 0 || code === "") return [];
  const sign = signOf(hunks, file, line, side);
  const room = width - NUMBER - 8;
  const tone = sign === "+" ? colors.green : sign === "-" ? colors.red : colors.cyan;
  const text = printable(shortened(code, room));
  const lines = [`${`${line}`.padStart(NUMBER)} | ${tone(`${sign} ${text}`)}`];
  if (column > 0 && column <= room) lines.push(`${" ".repeat(NUMBER)} |   ${" ".repeat(column - 1)}^`);
  return lines;
}

/** What a patch does to a line: ` ` if nothing. */
function signOf(hunks: readonly GateHunk[], file: string, line: number, side: SideName): string {
  const wanted = side === "before" ? "-" : "+";
  for (const hunk of hunks) {
    if (hunk.file !== file) continue;
    let at = side === "before" ? hunk.oldLine : hunk.newLine;
    for (const text of hunk.lines) {
      const sign = text[0];
      if (sign !== " " && sign !== wanted) continue;
      if (at === line) return sign;
      at++;
    }
  }
  return " ";
}
