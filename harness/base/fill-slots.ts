// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk } from "../patch/diff/file-patch.ts";

const SLOT = /^#pragma hunk (\d+)$/;

/**
 * Makes a complete pre-image of a miniature file: each `#pragma hunk N` gives way to the old lines of the N-th hunk, and
 * blank lines before it bring them to the very line that the hunk's header names. So a location in the result is a
 * location in the kernel file, and the patch applies to it without an offset.
 *
 * @param path kernel path, for errors
 * @throws Error if a slot has no hunk, a hunk no slot, or the text before a slot is too long for its place
 */
export function fillSlots(path: string, miniature: string, hunks: readonly Hunk[]): string {
  const out: string[] = [];
  const lines = miniature.replace(/\n$/, "").split("\n");
  let filled = 0;
  for (const line of lines) {
    const slot = SLOT.exec(line);
    if (slot === null) {
      out.push(line);
      continue;
    }
    const hunk = hunks[filled++];
    if (hunk === undefined || Number(slot[1]) !== filled) throw new Error(`${path}: ${line}: no such hunk`);
    if (out.length >= hunk.oldStart) {
      const over = out.length - hunk.oldStart + 1;
      throw new Error(`${path}: ${over} lines too many before hunk ${filled} at line ${hunk.oldStart}`);
    }
    while (out.length < hunk.oldStart - 1) out.push("");
    for (const { op, text } of hunk.lines) if (op !== "+") out.push(text);
  }
  if (filled !== hunks.length) throw new Error(`${path}: ${hunks.length - filled} hunks have no slot`);
  return `${out.join("\n")}\n`;
}
