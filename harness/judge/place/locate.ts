// SPDX-License-Identifier: GPL-2.0-only

import { lineOf } from "../../base/line-of.ts";
import type { PlacedInFile, SideName } from "../../base/make-views.ts";
import type { View } from "../../base/view.ts";
import type { LineMap } from "../../compile/lines/line-map.ts";
import { type Frame, framesOf } from "../../guest/stack.ts";
import type { Place } from "../verdict/finding.ts";

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
 * The line of kernel code behind a C stack: the innermost one that the patch changes, else the innermost one inside a
 * hunk, else the innermost one in a .c file that is not of this tool's own runtime.
 *
 * @param stack the engine's stack text; empty if none was captured
 */
export const locate = (stack: string, text: SideText): Place =>
  placeOfFrames(framesOf(stack, text.lines), text);

/** As locate, of frames that were read already: those of the runtime included. */
export function placeOfFrames(frames: readonly Frame[], text: SideText): Place {
  const kernel = frames.filter(({ file }) => !file.startsWith("csrc/"));
  const frame =
    kernel.find((one) => isChanged(one, text)) ??
    kernel.find((one) => hunkAt(one, text) !== null) ??
    whoDidIt(kernel) ??
    frames[0];
  return frame === undefined ? nowhere(text.side) : placeOf(frame, text);
}

/** What only carries out a write says less than who asks for it. */
const SETTER = /^_*set_phys_to_machine$/;

/** @returns of the kernel's frames the one that says most: an inline function of a header says less than who calls it */
export function whoDidIt(kernel: readonly Frame[]): Frame | undefined {
  const inC = kernel.filter(({ file }) => file.endsWith(".c"));
  return inC.find((frame) => !SETTER.test(frame.function)) ?? inC[0] ?? kernel[0];
}

/** The place of a finding that no line of C brought about. */
export const nowhere = (side: SideName): Place => {
  return { file: "", line: 0, function: "", side, code: "", hunk: null };
};

function placeOf(frame: Frame, text: SideText): Place {
  const found = hunkAt(frame, text);
  return {
    file: frame.file,
    line: frame.line,
    function: frame.function,
    side: text.side,
    code: lineOf(text.view, frame.file, frame.line),
    hunk: found === null ? null : { number: found.number, inputLine: found.placed.hunk.line },
  };
}

/** The hunk whose text on this side holds a line. */
function hunkAt(frame: Frame, { placed, isOld }: SideText): { number: number; placed: PlacedInFile } | null {
  const inFile = placed.filter(({ path }) => path === frame.file);
  const at = inFile.findIndex((one) => {
    const from = isOld ? one.line : one.newLine;
    return frame.line >= from && frame.line < from + (isOld ? one.hunk.oldLines : one.hunk.newLines);
  });
  return at === -1 ? null : { number: at + 1, placed: inFile[at]! };
}

/** True for a line that the patch takes away (on the old side) or adds (on the new one). */
function isChanged(frame: Frame, text: SideText): boolean {
  const found = hunkAt(frame, text);
  if (found === null) return false;
  const { hunk, line, newLine } = found.placed;
  let at = text.isOld ? line : newLine;
  for (const { op } of hunk.lines) {
    if (op === (text.isOld ? "+" : "-")) continue;
    if (at++ === frame.line) return op !== " ";
  }
  return false;
}
