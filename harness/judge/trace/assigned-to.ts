// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from "../../base/line-of.ts";
import type { View } from "../../base/view.ts";

/** Lines that a statement may have before the one that calls. */
const MOST_BEFORE = 3;

/** A variable, or a field by the way there, and what assigns to it. */
const ASSIGNMENT = /([A-Za-z_]\w*(?:(?:->|\.)\w+|\[[^[\]=]{0,40}\])*)\s*=(?!=)/;

/** Longer ones say less than the line. */
const LONGEST = 40;

/**
 * What the statement at a line assigns to: `add->kmap_ops` of `add->kmap_ops = kzalloc(…)`.
 *
 * @param line from 1
 * @returns empty if it assigns nothing, or nothing that has a short name
 */
export function assignedTo(view: View, file: string, line: number): string {
  let statement = lineOf(view, file, line);
  for (let at = line - 1; at > 0 && at >= line - MOST_BEFORE; at--) {
    if (ASSIGNMENT.test(statement)) break;
    const before = lineOf(view, file, at);
    // the statement begins behind the end of another one, a label, or a line that is none
    if (before === "" || /[;{}:]$|\*\/$|^#/.test(before)) break;
    statement = `${before} ${statement}`;
  }
  const [, target = ""] = ASSIGNMENT.exec(statement) ?? [];
  return target.length <= LONGEST ? target : "";
}
