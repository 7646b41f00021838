// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { Problem as GateProblem } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { runCount } from "../told/run-count.ts";
import { filterFacts } from "./filters/filter-facts.ts";
import { Finding } from "./finding.tsx";
import type { PatchLinks } from "./patch-links.ts";

interface Props {
  readonly problem: GateProblem;
  readonly links: PatchLinks;
}

/** A problem: what came first, and what follows from it. */
export function Problem({ problem, links }: Props): VNode {
  const { number, kind, headline, head, follows } = problem;
  const told = (i: number) => links.told.find(({ index }) => index === i)!;
  const all = [head, ...follows].map(told);
  const id = links.problem(number);
  return (
    <article
      class={`problem ${kind === "fails" ? "bad" : "good"}`}
      id={id}
      aria-labelledby={`${id}-title`}
      {...filterFacts(all.map(({ finding }) => finding))}
    >
      <h4 id={`${id}-title`}>
        <a href={`#${id}`}>{number}.</a> {printable(headline)}
      </h4>
      <p class="dim">{runCount(problem)}</p>
      <Finding told={told(head)} links={links} />
      {follows.length === 0 ? null : (
        <>
          <p>And so:</p>
          {follows.map((i) => (
            <Finding told={told(i)} links={links} />
          ))}
        </>
      )}
    </article>
  );
}
