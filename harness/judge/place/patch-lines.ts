// SPDX-License-Identifier: GPL-2.0-only
import type { PlacedInFile } from "../../base/make-views.ts";

/**
 * The lines of one side that a patch itself adds or takes away.
 *
 * @param isOld the side is the text that the hunks were applied to
 * @returns line numbers, from 1, by kernel path
 */
export function patchLines(placed: readonly PlacedInFile[], isOld: boolean): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { path, hunk, line, newLine } of placed) {
    const lines = found.get(path) ?? [];
    let at = isOld ? line : newLine;
    for (const { op } of hunk.lines) {
      if (op === (isOld ? "+" : "-")) continue;
      if (op !== " ") lines.push(at);
      at++;
    }
    found.set(path, lines);
  }
  return found;
}
