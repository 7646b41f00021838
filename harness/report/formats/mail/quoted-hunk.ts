// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../../base/make-views.ts";
import type { GateHunk } from "../../../gate/gate-report.ts";
import { legible } from "../../told/legible.ts";

/** Lines of a hunk that are quoted before the one that something is said of. */
const CONTEXT = 3;

/**
 * The hunk that holds a line, quoted as a mail does: its `@@`, and what leads to the line. What is said of it goes below.
 *
 * @param place line from 1, in the text of its side
 * @returns nothing if no hunk holds it
 */
export function quotedHunk(
  hunks: readonly GateHunk[],
  place: { readonly file: string; readonly line: number; readonly side: SideName },
): string[] {
  for (const hunk of hunks) {
    const at = hunk.file === place.file ? indexOf(hunk, place.line, place.side) : -1;
    if (at === -1) continue;
    const from = Math.max(0, at - CONTEXT);
    const lines = hunk.lines.slice(from, at + 1).map(quoted);
    return [quoted(hunk.header), ...(from > 0 ? ["> [...]"] : []), ...lines];
  }
  return [];
}

/** @returns a line with the mark of a quotation */
const quoted = (line: string): string => `> ${legible(line)}`;

function indexOf({ lines, oldLine, newLine }: GateHunk, line: number, side: SideName): number {
  const isBefore = side === "before";
  let at = isBefore ? oldLine : newLine;
  for (const [i, text] of lines.entries()) {
    if (text.startsWith(isBefore ? "+" : "-")) continue;
    if (at === line) return i;
    at++;
  }
  return -1;
}
