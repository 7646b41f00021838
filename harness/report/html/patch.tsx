// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GatePatch } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { BuildErrors } from "./build-errors.tsx";
import { Costs } from "./costs.tsx";
import { filterFacts } from "./filters/filter-facts.ts";
import { Finding } from "./finding.tsx";
import { Hunk } from "./hunk.tsx";
import { NeverRun } from "./never-run.tsx";
import type { PatchLinks } from "./patch-links.ts";
import { Problem } from "./problem.tsx";
import { Scenarios } from "./scenarios.tsx";
import { Trace } from "./trace.tsx";

/** One patch: what does not build, what is broken, what is mended, what never ran, what was run, and all of it in detail. */
export function Patch({ links, name }: { readonly links: PatchLinks; readonly name: string }): VNode {
  const { refusal, hunks, notes, line, exitCode } = links.patch;
  const title = links.section("patch");
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{printable(name)}</h2>
      <p class="dim">{printable(factsOf(links.patch))}</p>
      <p class={`verdict ${exitCode === 0 ? "good" : "bad"}`}>
        {exitCode === 0 ? "\u2713" : "\u2717"} {printable(line)}
      </p>
      {refusal === null ? null : (
        <>
          <pre>{printable(refusal.message)}</pre>
          <p>Hint: {printable(refusal.hint)}</p>
        </>
      )}
      {notes.map(({ text }) => (
        <p class="bad">{printable(`\u2717 ${text}`)}</p>
      ))}
      <BuildErrors links={links} />
      <Problems links={links} kind="fails" title="Problems" />
      <Problems links={links} kind="mended" title="Mended" />
      <Others links={links} />
      <Costs links={links} />
      <NeverRun links={links} />
      <Scenarios links={links} />
      {hunks.length === 0 ? null : (
        <section>
          <h3 id={links.section("hunks")}>Hunks</h3>
          {hunks.map((_, index) => (
            <Hunk links={links} index={index} />
          ))}
        </section>
      )}
      <Traces links={links} />
    </section>
  );
}

function factsOf({ author, messageId, base }: GatePatch): string {
  const who = author === null ? "" : `${author.name} <${author.email}>`.trim();
  const facts = [
    who,
    messageId === null ? "" : `Message-ID ${messageId}`,
    base === "" ? "" : `base: ${base}`,
  ];
  return facts.filter((one) => one !== "").join("; ");
}

interface ProblemsProps {
  readonly links: PatchLinks;
  readonly kind: "fails" | "mended";
  readonly title: string;
}

function Problems({ links, kind, title }: ProblemsProps): VNode | null {
  const problems = links.patch.problems.filter((one) => one.kind === kind);
  if (problems.length === 0) return null;
  const id = links.section(kind === "fails" ? "problems" : "mended");
  return (
    <section>
      <h3 id={id}>
        {title} ({problems.length})
      </h3>
      {problems.map((problem) => (
        <Problem problem={problem} links={links} />
      ))}
    </section>
  );
}

/** What is no problem, and a reader has to know: what the policy accepts, what was hidden before. */
function Others({ links }: { readonly links: PatchLinks }): VNode | null {
  const others = links.told.filter(({ problem }) => problem === 0);
  if (others.length === 0) return null;
  const id = links.section("others");
  return (
    <section>
      <h3 id={id}>Accepted, or revealed ({others.length})</h3>
      {others.map((told) => (
        <div {...filterFacts([told.finding])}>
          <Finding told={told} links={links} />
        </div>
      ))}
    </section>
  );
}

function Traces({ links }: { readonly links: PatchLinks }): VNode | null {
  const { traces } = links.patch;
  const untraced = links.told.filter(({ finding }) => links.traceOf(finding.seen) === null).length;
  if (traces.length === 0 && untraced === 0) return null;
  const id = links.section("traces");
  return (
    <section>
      <h3 id={id}>Traces ({traces.length})</h3>
      <p class="help" hidden>
        In an open trace, arrow keys move by one row, Page Up and Page Down by a step, n and p to the next and
        the previous difference.
      </p>
      {untraced === 0 ? null : (
        <p class="odd">
          ! Of {untraced} findings no trace is here: there is no room for more. hunkbox trace SCENARIO shows
          one.
        </p>
      )}
      {traces.map((trace) => (
        <Trace trace={trace} links={links} />
      ))}
    </section>
  );
}
