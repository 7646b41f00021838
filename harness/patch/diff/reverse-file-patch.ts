// SPDX-License-Identifier: GPL-2.0-only

import { PatchError } from "../patch-error.ts";
import type { FileChange, FilePatch, Hunk, HunkLine } from "./file-patch.ts";
import { isHead, isSameHead } from "./function-head.ts";

/** The patch that undoes `patch`. Line numbers of the input stay as they are. */
export function reverseFilePatch(patch: FilePatch): FilePatch {
  if (patch.change === "copy") {
    const path = patch.newPath ?? "";
    throw new PatchError(
      path,
      patch.line,
      "a copy cannot be reversed",
      "the patch does not hold what to compare",
    );
  }
  return {
    oldPath: patch.newPath,
    newPath: patch.oldPath,
    oldBlob: patch.newBlob,
    newBlob: patch.oldBlob,
    oldMode: patch.newMode,
    newMode: patch.oldMode,
    change: reverseChange(patch.change),
    hunks: reverseHunks(patch.hunks),
    line: patch.line,
  };
}

function reverseChange(change: FileChange): FileChange {
  if (change === "create") return "delete";
  return change === "delete" ? "create" : change;
}

/**
 * Headers name functions as the text before has them. Where a hunk renames one, or puts another one in, the hunks after
 * it stand in that.
 */
function reverseHunks(hunks: readonly Hunk[]): Hunk[] {
  let last: HeadChange | null = null;
  return hunks.map((hunk) => {
    const section: string = sectionAfter(hunk.section, last);
    last = { before: lastHead(hunk, "+", hunk.section), after: lastHead(hunk, "-", section) };
    return reverseHunk(hunk, section);
  });
}

/** The last head at the end of a hunk, before and after the patch. */
interface HeadChange {
  readonly before: string;
  readonly after: string;
}

function sectionAfter(section: string, last: HeadChange | null): string {
  if (last === null || section === "" || !isSameHead(section, last.before)) return section;
  return isSameHead(last.before, last.after) ? section : last.after;
}

/** The last head that one side of a hunk has, or the one before it. */
function lastHead({ lines }: Hunk, without: "+" | "-", before: string): string {
  return lines.findLast(({ op, text }) => op !== without && isHead(text))?.text ?? before;
}

function reverseHunk(hunk: Hunk, section: string): Hunk {
  return {
    ...hunk,
    section,
    oldStart: hunk.newStart,
    oldLines: hunk.newLines,
    newStart: hunk.oldStart,
    newLines: hunk.oldLines,
    lines: reverseLines(hunk.lines),
  };
}

/** Swaps the operations and keeps removed lines in front of added ones. */
function reverseLines(lines: readonly HunkLine[]): HunkLine[] {
  const result: HunkLine[] = [];
  let added: HunkLine[] = [];
  for (const line of lines) {
    if (line.op === "-") {
      added.push({ ...line, op: "+" });
      continue;
    }
    if (line.op === " ") {
      for (const late of added) result.push(late);
      added = [];
    }
    result.push(line.op === "+" ? { ...line, op: "-" } : line);
  }
  for (const late of added) result.push(late);
  return result;
}
