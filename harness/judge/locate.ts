// SPDX-License-Identifier: GPL-2.0-only
import type { PlacedInFile, SideName, View } from "../base/make-views.ts";
import type { LineMap } from "../build/line-map.ts";
import { type Frame, framesOf } from "../guest/stack.ts";
import type { Place } from "./finding.ts";

/** What is needed to name a line of one side. */
export interface SideText {
  readonly side: SideName;
  readonly view: View;
  readonly lines: LineMap;
  readonly placed: readonly PlacedInFile[];
  /** True if this side is the text that the hunks were applied to. */
  readonly isOld: boolean;
}

/**
 * The line of kernel code behind a C stack: the innermost frame that is not of this tool's own runtime.
 *
 * @param stack the engine's stack text; empty if none was captured
 */
export function locate(stack: string, text: SideText): Place {
  const frames = framesOf(stack, text.lines);
  const frame = frames.find(({ file }) => !file.startsWith("csrc/")) ?? frames[0];
  return frame === undefined ? nowhere(text.side) : placeOf(frame, text);
}

/** The place of a finding that no line of C brought about. */
export const nowhere = (side: SideName): Place => {
  return { file: "", line: 0, function: "", side, code: "", hunk: null };
};

function placeOf(frame: Frame, { side, view, placed, isOld }: SideText): Place {
  const code = view.get(frame.file)?.split("\n")[frame.line - 1] ?? "";
  return {
    file: frame.file,
    line: frame.line,
    function: frame.function,
    side,
    code: code.trim().replace(/\s+/g, " "),
    hunk: hunkAt(frame, placed, isOld),
  };
}

function hunkAt(frame: Frame, placed: readonly PlacedInFile[], isOld: boolean): Place["hunk"] {
  const inFile = placed.filter(({ path }) => path === frame.file);
  for (const [i, { hunk, line, newLine }] of inFile.entries()) {
    const from = isOld ? line : newLine;
    const length = isOld ? hunk.oldLines : hunk.newLines;
    if (frame.line >= from && frame.line < from + length) return { number: i + 1, inputLine: hunk.line };
  }
  return null;
}
