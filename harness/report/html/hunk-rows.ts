// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GateHunk } from "../../gate/gate-report.ts";
import { shownLines } from "./shown-lines.ts";

/** A line of a hunk that the page shows. */
export interface HunkRow {
  /** Index among the hunk's lines. */
  readonly at: number;
  /** With its leading ` `, `+` or `-`. */
  readonly text: string;
  /** Line numbers in the texts of both sides; 0 where a side does not have it. */
  readonly before: number;
  readonly after: number;
  /** Indices of the findings that are about it. */
  readonly findings: readonly number[];
}

/**
 * @param told findings that the page tells
 * @param hunks how many hunks share the page
 * @returns the lines of a hunk that are shown, in order
 */
export function hunkRows(
  hunk: GateHunk,
  told: readonly { readonly finding: GateFinding; readonly index: number }[],
  hunks: number,
): readonly HunkRow[] {
  let old = hunk.oldLine;
  let now = hunk.newLine;
  const own = told.filter(
    ({ finding: { place } }) =>
      place.line > 0 && place.file === hunk.file && place.hunk?.inputLine === hunk.inputLine,
  );
  const byLine = new Map<string, number[]>();
  for (const { finding, index } of own) {
    const key = `${finding.place.side} ${finding.place.line}`;
    byLine.set(key, [...(byLine.get(key) ?? []), index]);
  }
  const rows = hunk.lines.map((text, at): HunkRow => {
    const before = text.startsWith("+") ? 0 : old++;
    const after = text.startsWith("-") ? 0 : now++;
    const findings = [...(byLine.get(`before ${before}`) ?? []), ...(byLine.get(`after ${after}`) ?? [])];
    return { at, text, before, after, findings };
  });
  const marked = rows.flatMap(({ at, findings }) => (findings.length > 0 ? [at] : []));
  return shownLines(rows.length, hunks, marked).map((at) => rows[at]!);
}
