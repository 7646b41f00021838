// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GatePage } from "../../gate/gate-report.ts";
import { hex } from "./hex.ts";
import { Scroll } from "./scroll.tsx";

/** What the tables show of granted pages after each step: a cell says whether an entry shows the granted frame. */
export function Pages({ pages }: { pages: readonly GatePage[] }): VNode {
  const keys = [...new Set(pages.map(({ step, pfn, mfn }) => `${step} ${pfn} ${mfn}`))];
  const sides = ["before", "after"] as const;
  return (
    <Scroll class="scroll" name="granted pages after each step">
      <table>
        <caption>granted pages after each step</caption>
        <thead>
          <tr>
            <th scope="col" rowspan={2}>
              after step
            </th>
            <th scope="col" rowspan={2}>
              pfn
            </th>
            <th scope="col" rowspan={2}>
              granted mfn
            </th>
            {sides.map((side) => (
              <th scope="colgroup" colspan={3}>
                {side}
              </th>
            ))}
          </tr>
          <tr>
            {sides.map(() => (
              <>
                <th scope="col">kernel PTE</th>
                <th scope="col">user PTE</th>
                <th scope="col">p2m</th>
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
    </Scroll>
  );
}

function entry(frame: number | null | undefined, mfn: number): VNode {
  if (frame === null || frame === undefined) return <span class="page none">no entry</span>;
  const isRight = frame === mfn;
  const text = frame === -1 ? "not present" : hex(frame);
  return (
    <span
      class={`page mono ${isRight ? "right" : "wrong"}`}
    >{`${text} ${isRight ? "\u2713" : "\u2717"}`}</span>
  );
}
