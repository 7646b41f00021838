// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateFinding, GateHunk } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { Finding } from "./finding.tsx";

/** A hunk as it was applied, each finding under the line that it is about. */
export function Hunk({ hunk, findings }: { hunk: GateHunk; findings: readonly GateFinding[] }): VNode {
  let old = hunk.oldLine;
  let now = hunk.newLine;
  const rows = hunk.lines.map((line) => {
    const before = line.startsWith("+") ? 0 : old++;
    const after = line.startsWith("-") ? 0 : now++;
    return { line, before, after };
  });
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
      {rows.map(({ line, before, after }) => (
        <>
          <div class={`row mono ${line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : ""}`}>
            <span>{before || ""}</span>
            <span>{after || ""}</span>
            <span>{printable(line)}</span>
          </div>
          {findings
            .filter(({ place }) => (place.side === "before" ? before : after) === place.line)
            .map((finding) => (
              <Finding finding={finding} />
            ))}
        </>
      ))}
    </div>
  );
}
