// SPDX-License-Identifier: GPL-2.0-only

import { PatchError } from "../patch-error.ts";
import { lineAt, type SourceText } from "../source-text.ts";
import type { FilePatch, Hunk } from "./file-patch.ts";
import { parseFileHeader } from "./parse-file-header.ts";
import { isHunkHeader, parseHunk, shorten } from "./parse-hunk.ts";
import { refuseSpecialModes, refuseSubproject } from "./refuse-special-files.ts";

const EXTENDED =
  /^(?:index |old mode |new mode |deleted file mode |new file mode |copy from |copy to |rename from |rename to |similarity index |dissimilarity index )/;

/** A file's header: where it ends, and whether git wrote it. */
interface HeaderSpan {
  readonly end: number;
  readonly git: boolean;
}

/** The files that a text patches, in order; none if the text holds no diff. Text around the diffs is passed over. */
export function parseDiff(text: SourceText): FilePatch[] {
  const files: FilePatch[] = [];
  const { lines } = text;
  let started = false;
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    const span = headerSpan(text, i);
    if (span !== null) {
      const parsed = parseFile(text, i, span);
      files.push(parsed.file);
      i = parsed.next;
      started = true;
      continue;
    }
    if (line === "---") started = true;
    refuseUnsupported(text, i, started);
    i++;
  }
  return files;
}

/** Index of the first line of the first file header, or -1. */
export function findDiff(text: SourceText): number {
  for (let i = 0; i < text.lines.length; i++) {
    if (startsFile(text, i)) return i;
  }
  return -1;
}

function startsFile(text: SourceText, at: number): boolean {
  const line = text.lines[at]!;
  if (line.startsWith("diff --git ")) return true;
  return line.startsWith("--- ") && (text.lines[at + 1] ?? "").startsWith("+++ ");
}

function headerSpan(text: SourceText, at: number): HeaderSpan | null {
  if (!startsFile(text, at)) return null;
  const { lines } = text;
  if (!lines[at]!.startsWith("diff --git ")) return { end: at + 2, git: false };
  let end = at + 1;
  while (EXTENDED.test(lines[end] ?? "")) end++;
  if ((lines[end] ?? "").startsWith("--- ") && (lines[end + 1] ?? "").startsWith("+++ ")) end += 2;
  return { end, git: true };
}

function parseFile(text: SourceText, at: number, span: HeaderSpan): { file: FilePatch; next: number } {
  const { lines } = text;
  const after = lines[span.end] ?? "";
  if (isBinary(after)) throw binaryError(text, span.end);
  const header = parseFileHeader(text, at, span.end);
  const path = header.newPath ?? header.oldPath ?? "";
  // the first line may have got lost, and is no less a header then
  let from = at;
  while (from > 0 && EXTENDED.test(lines[from - 1]!)) from--;
  refuseSpecialModes(text, path, from, span.end);
  const hunks: Hunk[] = [];
  let next = span.end;
  while ((lines[next] ?? "").startsWith("@@ ")) {
    const parsed = parseHunk(text, next);
    refuseSubproject(text, path, parsed.hunk);
    hunks.push(parsed.hunk);
    next = parsed.next;
  }
  const left = lines[next] ?? "";
  if (left.startsWith("@")) {
    throw new PatchError(
      text.file,
      lineAt(text, next),
      `malformed hunk header: ${shorten(left)}`,
      "the mail or the download is incomplete: fetch it again",
    );
  }
  const sameMode = header.oldMode === header.newMode;
  if (hunks.length > 0 || header.change !== "modify") return { file: { ...header, hunks }, next };
  if (span.git && !sameMode) return { file: { ...header, change: "mode", hunks }, next };
  throw new PatchError(
    text.file,
    lineAt(text, at),
    `no hunk follows the header of ${header.newPath ?? header.oldPath}`,
    "the mail or the download is incomplete: fetch it again",
  );
}

const isBinary = (line: string): boolean =>
  line.startsWith("GIT binary patch") || /^Binary files .{1,8000} differ$/.test(line);

/** What diff and git write of links, folders and submodules in place of hunks. */
const UNTOLD =
  /^(?:Symbolic links .{1,8000} differ|File .{1,4000} is an? .{1,40} while file .{1,4000} is an? .{1,40}|Submodule \S{1,4000} (?:[0-9a-f]{7,64}\.{2,3}[0-9a-f]{7,64}|contains (?:modified|untracked) content).{0,100})$/;

/** Errors for lines outside of files and hunks that cannot be prose. */
function refuseUnsupported(text: SourceText, at: number, started: boolean): void {
  const line = text.lines[at]!;
  if (/^diff --(?:cc|combined) /.test(line)) {
    throw new PatchError(
      text.file,
      lineAt(text, at),
      "is the combined diff of a merge",
      "send the merge as ordinary patches, for instance with git format-patch",
    );
  }
  if (!started) return;
  if (isBinary(line)) throw binaryError(text, at);
  if (UNTOLD.test(line)) {
    throw new PatchError(
      text.file,
      lineAt(text, at),
      `says that something differs, and not how: ${shorten(line)}`,
      "only files of text can be compared: leave the others out of the patch",
    );
  }
  if (isHunkHeader(line)) {
    throw new PatchError(
      text.file,
      lineAt(text, at),
      `hunk without a file header: ${shorten(line)}`,
      "a hunk has to follow --- and +++ lines or another hunk of its file",
    );
  }
}

function binaryError(text: SourceText, at: number): PatchError {
  return new PatchError(
    text.file,
    lineAt(text, at),
    "is a binary patch",
    "only text can be compiled and compared: leave binary files out of the patch",
  );
}
