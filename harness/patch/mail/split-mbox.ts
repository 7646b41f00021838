// SPDX-License-Identifier: GPL-2.0-only
import { type SourceText, sliceText } from "../source-text.ts";

/** True for the `From ` line that begins a mail of an mbox; mail software dates it, as does git. */
export function isMboxLine(line: string): boolean {
  if (!line.startsWith("From ") || line.length >= 1000) return false;
  const time = /^From \S+ .*?\d\d:\d\d/.exec(line);
  return time !== null && / \d{4}\b/.test(line.slice(time[0].length));
}

/**
 * Splits an mbox into its mails, without their `From ` lines, and undoes the quoting of mboxrd: `>From ` at the
 * start of a line loses one `>`. A text that is no mbox comes back as one mail.
 */
export function splitMbox(text: SourceText): SourceText[] {
  const { lines } = text;
  const starts: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (!isMboxLine(lines[i]!.trimEnd())) continue;
    const before = (lines[i - 1] ?? "").trimEnd();
    if (before === "" && /^[\w-]+:/.test(lines[i + 1] ?? "")) starts.push(i);
  }
  if (starts.length === 0) return [text];
  return starts.map((start, n) => unquote(sliceText(text, start + 1, starts[n + 1])));
}

function unquote(text: SourceText): SourceText {
  const lines = text.lines.map((line) =>
    line.startsWith(">") && /^>+From /.test(line) ? line.slice(1) : line,
  );
  return { ...text, lines };
}
