// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import { costText } from "../cost-text.ts";
import { printable } from "../screen.ts";
import type { PatchLinks } from "./patch-links.ts";

/** What callers pay otherwise than before, as laws in the number of pages. */
export function Costs({ links }: { readonly links: PatchLinks }): VNode | null {
  const { costs } = links.patch;
  if (costs.length === 0) return null;
  return (
    <section>
      <h3 id={links.section("costs")}>Costs that change ({costs.length})</h3>
      <p class="dim">What callers pay, in the number of pages n: before {"->"} after.</p>
      <ul>
        {costs.map((one) => (
          <li class={one.isSteeper ? "odd" : undefined}>
            {one.isSteeper ? "! " : ""}
            {printable(costText(one))}
          </li>
        ))}
      </ul>
    </section>
  );
}
