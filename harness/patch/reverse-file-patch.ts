// SPDX-License-Identifier: GPL-2.0-only
import type { FileChange, FilePatch, Hunk, HunkLine } from "./file-patch.ts";
import { PatchError } from "./patch-error.ts";

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
    hunks: patch.hunks.map(reverseHunk),
    line: patch.line,
  };
}

function reverseChange(change: FileChange): FileChange {
  if (change === "create") return "delete";
  return change === "delete" ? "create" : change;
}

function reverseHunk(hunk: Hunk): Hunk {
  return {
    ...hunk,
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
