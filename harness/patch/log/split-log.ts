// SPDX-License-Identifier: GPL-2.0-only
import { type SourceText, sliceText } from "../source-text.ts";

/** `commit <id>`, with --parents more ids, and with decorations or `(from <id>)` behind it; not "commit <id> upstream." */
const COMMIT = /^commit [0-9a-f]{7,64}(?: [0-9a-f]{7,64}){0,40}(?: \(.{1,2000}\))?$/;
/** With --oneline. */
const ONE_LINE = /^[0-9a-f]{7,64} (?:\(.{1,2000}?\) )?\S/;
const HEADER_LINES = 20;

/** True if the text that begins at an entry is what git show or git log prints. */
export function isLog(text: SourceText, from: number): boolean {
  return firstCommit(text, from) !== -1;
}

/** Takes the output of git show or git log apart: a text for each commit, in the order of the text. */
export function splitLog(text: SourceText, from: number): SourceText[] {
  const first = firstCommit(text, from);
  const begins = isOneLine(text, first) ? isOneLine : isCommitLine;
  const starts: number[] = [];
  for (let i = first; i < text.lines.length; i++) if (begins(text, i)) starts.push(i);
  return starts.map((start, n) => sliceText(text, start, starts[n + 1]));
}

function firstCommit(text: SourceText, from: number): number {
  if (isOneLine(text, from)) return from;
  const start = isTag(text, from) ? text.lines.findIndex((_, i) => i > from && isCommitLine(text, i)) : from;
  if (start === -1 || !isCommitLine(text, start)) return -1;
  for (let i = start + 1; i < start + HEADER_LINES; i++) {
    const line = (text.lines[i] ?? "").trimEnd();
    if (line === "") return -1;
    if (/^(?:Author: |author )/.test(line)) return start;
  }
  return -1;
}

const isCommitLine = (text: SourceText, at: number): boolean =>
  (text.lines[at] ?? "").startsWith("commit ") && COMMIT.test((text.lines[at] ?? "").trimEnd());

const isOneLine = (text: SourceText, at: number): boolean =>
  ONE_LINE.test(text.lines[at] ?? "") && (text.lines[at + 1] ?? "").startsWith("diff --git ");

/** What git show prints of an annotated tag stands above its commit. */
const isTag = (text: SourceText, at: number): boolean =>
  /^tag \S{1,1000}\s*$/.test(text.lines[at] ?? "") && (text.lines[at + 1] ?? "").startsWith("Tagger: ");
