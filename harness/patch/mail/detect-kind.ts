// SPDX-License-Identifier: GPL-2.0-only
import { isLog } from "../log/split-log.ts";
import type { SourceText } from "../source-text.ts";
import { isMboxLine } from "./split-mbox.ts";

/** What an input, or an attachment, looks like. */
export type InputKind = "mbox" | "mail" | "page" | "log" | "text";

/** How far down a saved page its mail header may begin. */
const PAGE_HEAD = 60;

/** Tells what kind of text this is from its first lines. */
export function detectKind(text: SourceText): InputKind {
  const first = firstFilled(text);
  const line = (text.lines[first] ?? "").trimEnd();
  if (isMboxLine(line)) return "mbox";
  if (isLog(text, first)) return "log";
  if (isHeader(text, first)) return isPageHeader(text, first) ? "page" : "mail";
  const header = findPageHeader(text);
  return header === -1 ? "text" : "page";
}

/** Index of the mail header of a saved web page, which has a few lines of navigation above it; -1 if none. */
export function findPageHeader(text: SourceText): number {
  const end = Math.min(PAGE_HEAD, text.lines.length);
  for (let i = 0; i < end; i++) {
    if (text.lines[i]!.startsWith("From: ") && isHeader(text, i) && isPageHeader(text, i)) return i;
  }
  return -1;
}

/** Index of the first line that is not blank. */
export function firstFilled(text: SourceText): number {
  let i = 0;
  while (i < text.lines.length && text.lines[i]!.trim() === "") i++;
  return i;
}

/** Index of the blank line that ends the header which begins at `from`. */
export function headerEnd(text: SourceText, from: number): number {
  let i = from;
  while (i < text.lines.length && text.lines[i]!.trimEnd() !== "") i++;
  return i;
}

/** True if a block of header fields begins here, among them one that every mail has. */
function isHeader(text: SourceText, from: number): boolean {
  let known = false;
  let i = from;
  for (; i < text.lines.length; i++) {
    const line = text.lines[i]!;
    if (line.trimEnd() === "") break;
    if (i > from && /^[ \t]/.test(line)) continue;
    if (!/^[!-9;-~]+:/.test(line)) return false;
    if (/^(?:From|Subject|Message-ID|MIME-Version|Content-Type|Received):/i.test(line)) known = true;
  }
  return known;
}

/** The marks that public-inbox puts next to the fields when it shows a mail. */
function isPageHeader(text: SourceText, from: number): boolean {
  for (let i = from; i < text.lines.length && text.lines[i]!.trimEnd() !== ""; i++) {
    if (/^(?:Date: .*\[thread overview\]|Message-ID: .* \(raw\))\s*$/i.test(text.lines[i]!)) return true;
  }
  return false;
}
