// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateTrace } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { hex } from "./hex.ts";

type Page = GateTrace["pages"][number];

/** One scenario on both sides: what happens, and what the tables show of granted pages after each step. */
export function Trace({ trace }: { trace: GateTrace }): VNode {
  const { config, scenario, rows, pages } = trace;
  const alone = rows.filter(({ before, after }) => before === null || after === null).length;
  return (
    <details>
      <summary>
        <code>{scenario}</code>, {config}: {rows.length} rows, {alone} on one side only
      </summary>
      {pages.length === 0 ? null : <Pages pages={pages} />}
      <div class="scroll">
        <table class="trace mono">
          <thead>
            <tr>
              <th>before</th>
              <th>after</th>
              <th>line of C</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ before, after, where }) =>
              before !== null && /^step \d+: /.test(before) ? (
                <tr class="step">
                  <td colspan={3}>{printable(before)}</td>
                </tr>
              ) : (
                <tr>
                  <td class={after === null ? "minus" : ""}>{printable(before ?? "")}</td>
                  <td class={before === null ? "plus" : ""}>{printable(after ?? "")}</td>
                  <td>{broken(where)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** A path goes to the next line behind a slash, and not in the middle of a name. */
const broken = (where: string): (string | VNode)[] =>
  printable(where)
    .split(/(?<=\/)/)
    .flatMap((part, i) => (i === 0 ? [part] : [<wbr />, part]));

/** A picture of the tables: a cell is green where an entry shows the granted frame. */
function Pages({ pages }: { pages: readonly Page[] }): VNode {
  const keys = [...new Set(pages.map(({ step, pfn, mfn }) => `${step} ${pfn} ${mfn}`))];
  const sides = ["before", "after"] as const;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th rowspan={2}>after step</th>
            <th rowspan={2}>pfn</th>
            <th rowspan={2}>granted mfn</th>
            {sides.map((side) => (
              <th colspan={3}>{side}</th>
            ))}
          </tr>
          <tr>
            {sides.map(() => (
              <>
                <th>kernel PTE</th>
                <th>user PTE</th>
                <th>p2m</th>
              </>
            ))}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const own = sides.map((side) =>
              pages.find((page) => page.side === side && `${page.step} ${page.pfn} ${page.mfn}` === key),
            );
            const one = (own[0] ?? own[1])!;
            return (
              <tr>
                <td>{one.step}</td>
                <td class="mono">{hex(one.pfn)}</td>
                <td class="mono">{hex(one.mfn)}</td>
                {own.map((page) => (
                  <>
                    <td>{entry(page?.kernel, one.mfn)}</td>
                    <td>{entry(page?.user, one.mfn)}</td>
                    <td>{entry(page?.p2m, one.mfn)}</td>
                  </>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function entry(frame: number | null | undefined, mfn: number): VNode {
  if (frame === null || frame === undefined) return <span class="page none">no entry</span>;
  const text = frame === -1 ? "not present" : hex(frame);
  return <span class={`page mono ${frame === mfn ? "right" : "wrong"}`}>{text}</span>;
}
