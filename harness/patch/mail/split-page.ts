// SPDX-License-Identifier: GPL-2.0-only

import { type SourceText, sliceText } from "../source-text.ts";
import { findPageHeader, headerEnd } from "./detect-kind.ts";

/** A mail as a list archive shows it: no transport encodings any more, attachments in line. */
export interface PageMail {
  /** Header lines without the marks that the archive added. */
  readonly header: SourceText;
  /** The mail's text, then the attachments; none that is blank. */
  readonly parts: readonly SourceText[];
}

const NAMED = /^\[-- Attachment #\d+: .* --\]\s*$/;
const TYPED = /^\[-- Type: .* --\]\s*$/;
const ENDS = /(?:^|\s)other threads:\[|^\^ permalink raw reply/;

const MARKS = ["[thread overview]", " (raw)"];

/** Without what the archive wrote behind a field. */
function withoutMark(line: string): string {
  const text = line.trimEnd();
  const mark = MARKS.find((one) => text.endsWith(one));
  return mark === undefined ? line : text.slice(0, -mark.length).trimEnd();
}

/** Takes the furniture of a saved public-inbox page off the mail that it shows. */
export function splitPage(page: SourceText): PageMail {
  const from = Math.max(0, findPageHeader(page));
  const to = headerEnd(page, from);
  const header = sliceText(page, from, to);
  const lines = header.lines.map(withoutMark);
  let end = to;
  while (end < page.lines.length && !ENDS.test(page.lines[end]!)) end++;
  const parts: SourceText[] = [];
  let start = to + 1;
  for (let i = start; i < end; i++) {
    if (!NAMED.test(page.lines[i]!)) continue;
    parts.push(sliceText(page, start, i));
    if (TYPED.test(page.lines[i + 1] ?? "")) i++;
    start = i + 2;
  }
  parts.push(sliceText(page, start, end));
  const filled = parts.filter((part) => part.lines.some((line) => line.trim() !== ""));
  return { header: { ...header, lines }, parts: filled };
}
