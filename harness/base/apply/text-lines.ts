// SPDX-License-Identifier: GPL-2.0-only
import type { HunkLine } from "../../patch/diff/file-patch.ts";

/** Lines with their ends: only the last of a file may have none, and then it equals no line that has one. */
export function linesWithEnds(text: string): string[] {
  const parts = text.split("\n");
  const last = parts.pop() ?? "";
  const lines = parts.map((line) => `${line}\n`);
  if (last !== "") lines.push(last);
  return lines;
}

/** A line of a hunk as it is in a file. */
export function withEnd(line: HunkLine): string {
  return line.noNewline === true ? line.text : `${line.text}\n`;
}
