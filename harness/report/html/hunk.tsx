// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import { printable } from "../screen.ts";
import type { PatchLinks } from "./patch-links.ts";
import { Scroll } from "./scroll.tsx";

interface Props {
  readonly links: PatchLinks;
  /** Index of the hunk in its patch. */
  readonly index: number;
}

/** A hunk as it was applied: a line that a finding is about leads to it. */
export function Hunk({ links, index }: Props): VNode {
  const hunk = links.patch.hunks[index]!;
  const rows = links.rows[index]!;
  const moved = [
    ...(hunk.offset === 0 ? [] : [`offset ${hunk.offset}`]),
    ...(hunk.fuzz === 0 ? [] : [`fuzz ${hunk.fuzz}`]),
  ];
  const left = hunk.lines.length - rows.length;
  const name = `${hunk.file}, hunk ${hunk.number}`;
  return (
    <section class="hunk" id={links.hunk(index)}>
      <h4>
        <code>{printable(hunk.file)}</code>, hunk {hunk.number}
        {moved.length === 0 ? "" : `, applied with ${moved.join(", ")}`}
      </h4>
      <Scroll class="lines mono" name={`lines of ${name}`}>
        {rows.map(({ at, text, before, after, findings }) => (
          <div
            class={`row ${text.startsWith("+") ? "plus" : text.startsWith("-") ? "minus" : ""}`}
            id={links.line(index, at)}
          >
            <span class="number">{before || ""}</span>
            <span class="number">{after || ""}</span>
            <span class="code">{printable(text)}</span>
            {findings.length === 0 ? null : <Findings findings={findings} links={links} />}
          </div>
        ))}
      </Scroll>
      {left === 0 ? null : <p class="dim">{left} lines of this hunk are left out here</p>}
    </section>
  );
}

/** Each with its rule, and the problem that it belongs to. */
function Findings({
  findings,
  links,
}: {
  readonly findings: readonly number[];
  readonly links: PatchLinks;
}): VNode {
  return (
    <span class="here">
      {findings.map((index) => {
        const told = links.told.find((one) => one.index === index)!;
        const { finding, problem } = told;
        const tone = finding.status === "fails" ? "bad" : finding.class === "fixed" ? "good" : "odd";
        const mark = tone === "bad" ? "\u2717" : tone === "good" ? "\u2713" : "!";
        const shown = links.shownBy(told);
        return (
          <>
            <a class={tone} href={`#${links.finding(index)}`}>
              {mark} {problem > 0 ? `problem ${problem}: ` : ""}
              {finding.invariant}
            </a>
            {shown === null ? (
              " "
            ) : (
              <>
                {" "}
                (<a href={`#${shown.anchor}`}>trace</a>){" "}
              </>
            )}
          </>
        );
      })}
    </span>
  );
}
