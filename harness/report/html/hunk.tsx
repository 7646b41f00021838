// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateFinding, GateHunk } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { Finding } from "./finding.tsx";
import { shownLines } from "./shown-lines.ts";

interface Props {
  readonly hunk: GateHunk;
  readonly findings: readonly GateFinding[];
  /** How many hunks are on the page. */
  readonly hunks: number;
}

/** A hunk as it was applied, each finding under the line that it is about. */
export function Hunk({ hunk, findings, hunks }: Props): VNode {
  let old = hunk.oldLine;
  let now = hunk.newLine;
  const rows = hunk.lines.map((line) => {
    const before = line.startsWith("+") ? 0 : old++;
    const after = line.startsWith("-") ? 0 : now++;
    const here = findings.filter(({ place }) => (place.side === "before" ? before : after) === place.line);
    return { line, before, after, here };
  });
  const told = rows.flatMap(({ here }, at) => (here.length > 0 ? [at] : []));
  const shown = shownLines(rows.length, hunks, told).map((at) => rows[at]!);
  const moved = [
    ...(hunk.offset === 0 ? [] : [`offset ${hunk.offset}`]),
    ...(hunk.fuzz === 0 ? [] : [`fuzz ${hunk.fuzz}`]),
  ];
  return (
    <div class="hunk">
      <header>
        <code>{printable(hunk.file)}</code>, hunk {hunk.number}
        {moved.length === 0 ? "" : `, applied with ${moved.join(", ")}`}
      </header>
      {shown.map(({ line, before, after, here }) => (
        <>
          <div class={`row mono ${line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : ""}`}>
            <span>{before || ""}</span>
            <span>{after || ""}</span>
            <span>{printable(line)}</span>
          </div>
          {here.map((finding) => (
            <Finding finding={finding} />
          ))}
        </>
      ))}
      {shown.length === rows.length ? null : (
        <div class="dim">{rows.length - shown.length} lines of this hunk are left out here</div>
      )}
    </div>
  );
}
