// SPDX-License-Identifier: GPL-2.0-only

import { PatchError } from "../patch-error.ts";
import { lineAt, type SourceText } from "../source-text.ts";
import type { Hunk, HunkLine } from "./file-patch.ts";

const HEADER = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)$/;

/** A hunk and the index of the first line after it. */
export interface ParsedHunk {
  readonly hunk: Hunk;
  readonly next: number;
}

/** True for a complete hunk header. */
export function isHunkHeader(line: string): boolean {
  return line.startsWith("@@ -") && HEADER.test(line);
}

/**
 * Parses the hunk whose header is at `at`.
 * Like git it believes the counts of the header, so that a mail signature `-- ` is no removed line; unlike git it
 * does not drop lines that the counts leave out but says so.
 */
export function parseHunk(text: SourceText, at: number): ParsedHunk {
  const header = HEADER.exec(text.lines[at] ?? "");
  if (header === null) {
    throw new PatchError(
      text.file,
      lineAt(text, at),
      `malformed hunk header: ${shorten(text.lines[at] ?? "")}`,
      "a hunk header reads @@ -START,COUNT +START,COUNT @@",
    );
  }
  const oldLines = header[2] === undefined ? 1 : Number(header[2]);
  const newLines = header[4] === undefined ? 1 : Number(header[4]);
  const lines: HunkLine[] = [];
  let oldLeft = oldLines;
  let newLeft = newLines;
  let i = at + 1;
  for (; ; i++) {
    const line = text.lines[i];
    const op = line === undefined ? undefined : line === "" ? " " : line[0];
    if (op === "\\" && lines.length > 0) {
      const last = lines[lines.length - 1]!;
      lines[lines.length - 1] = { ...last, noNewline: true };
      continue;
    }
    if (oldLeft === 0 && newLeft === 0) break;
    const fits =
      op === " " ? oldLeft > 0 && newLeft > 0 : op === "-" ? oldLeft > 0 : op === "+" ? newLeft > 0 : false;
    if (!fits || line === undefined) throw countError(text, at, i, oldLines, newLines);
    lines.push({ op: op as HunkLine["op"], text: line.slice(1), line: lineAt(text, i) });
    if (op !== "+") oldLeft--;
    if (op !== "-") newLeft--;
  }
  if (isLeftOver(text, i)) throw countError(text, at, i, oldLines, newLines);
  const hunk = {
    oldStart: Number(header[1]),
    oldLines,
    newStart: Number(header[3]),
    newLines,
    section: (header[5] ?? "").trim(),
    lines,
    line: lineAt(text, at),
  };
  return { hunk, next: i };
}

/** True if the line after a complete hunk can only be one that the counts left out. */
function isLeftOver(text: SourceText, at: number): boolean {
  const line = text.lines[at];
  if (line === undefined || line === "") return false;
  if (line[0] === "+" || line[0] === " ") return true;
  if (line[0] !== "-") return false;
  if (/^-{2,}\s*$/.test(line)) return false;
  return !(line.startsWith("--- ") && (text.lines[at + 1] ?? "").startsWith("+++ "));
}

function countError(
  text: SourceText,
  at: number,
  stop: number,
  oldLines: number,
  newLines: number,
): PatchError {
  let olds = 0;
  let news = 0;
  let end = at + 1;
  for (; end < text.lines.length; end++) {
    const line = text.lines[end]!;
    const op = line === "" ? " " : line[0];
    if (op !== " " && op !== "-" && op !== "+") break;
    // a signature, and no line that is taken away
    if (line === "-- " || (/^--$/.test(line) && end >= stop)) break;
    if (line.startsWith("--- ") && (text.lines[end + 1] ?? "").startsWith("+++ ")) break;
    if (op !== "+") olds++;
    if (op !== "-") news++;
  }
  const there = shorten(text.lines[end] ?? "");
  const promised = `${count(oldLines, "old")} and ${count(newLines, "new")}`;
  if (end >= text.lines.length && (olds < oldLines || news < newLines)) {
    return new PatchError(
      text.file,
      lineAt(text, at),
      `hunk is cut off: its header promises ${promised} lines, the text ends after ${olds} and ${news}`,
      "the mail or the download is incomplete: fetch it again",
    );
  }
  return new PatchError(
    text.file,
    lineAt(text, at),
    `wrong counts in @@: the header promises ${promised} lines, the text has ${olds} and ${news} before line ${lineAt(text, end)}${there === "" ? "" : `: ${there}`}`,
    "the patch was edited by hand or damaged by a mailer (wrapped lines, lost blanks): make it again",
  );
}

function count(n: number, word: string): string {
  return `${n} ${word}`;
}

/** A line short enough to be part of a message. */
export function shorten(line: string): string {
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
