// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateFinding } from "../../gate/gate-report.ts";
import { seenText } from "../formats/seen-text.ts";
import { printable } from "../screen.ts";
import { brokenPath } from "./broken-path.tsx";
import type { PatchLinks, ToldFinding } from "./patch-links.ts";

const TONES = { fails: "bad", accepted: "odd", expected: "good", noted: "good" } as const;
const WORDS = {
  fails: "\u2717 fails",
  accepted: "! accepted by the policy",
  expected: "\u2713 fixed, as expected",
  noted: "\u2713 fixed",
} as const;

/** Scenarios that are linked from a finding; the table of scenarios leads back from all. */
const MOST_LINKS = 40;

const STACKS = { here: "callers", allocated: "allocated", freed: "freed" } as const;

interface Props {
  readonly told: ToldFinding;
  readonly links: PatchLinks;
}

/** One finding: what each side shows, who called, where it is seen; with links to its line, its trace and its scenarios. */
export function Finding({ told, links }: Props): VNode {
  const { finding, index } = told;
  const { place, before, after, expected, invariant, message, policy, signature, stacks, status } = finding;
  const isRevealed = finding.class === "revealed";
  const isTold = invariant === "outcome" || invariant === "trace";
  return (
    <div class={`finding ${isRevealed ? "odd" : TONES[status]}`} id={links.finding(index)}>
      <p class="mark">
        <strong>{invariant}</strong> {isRevealed ? "! revealed" : WORDS[status]}{" "}
        <Where finding={finding} links={links} />
      </p>
      {place.code === "" ? null : (
        <p>
          <code>{printable(place.code)}</code>
        </p>
      )}
      {isTold ? (
        <p>{printable(message)}</p>
      ) : (
        <dl>
          <dt>before</dt>
          <dd>{printable(before)}</dd>
          <dt>after</dt>
          <dd>{printable(after)}</dd>
          {expected === "" ? null : (
            <>
              <dt>expected</dt>
              <dd>{printable(expected)}</dd>
            </>
          )}
          {stacks.map(({ what, frames }) => (
            <>
              <dt>{STACKS[what]}</dt>
              <dd class="mono">
                {printable(
                  frames.map(({ function: name, file, line }) => `${name} at ${file}:${line}`).join(", "),
                )}
              </dd>
            </>
          ))}
          {policy === null ? null : (
            <>
              <dt>reason</dt>
              <dd>{printable(`${policy.reason} (until ${policy.expires})`)}</dd>
            </>
          )}
        </dl>
      )}
      <TraceLink told={told} links={links} />
      <SeenIn finding={finding} links={links} />
      <p class="dim">
        signature <code>{printable(signature)}</code>
      </p>
    </div>
  );
}

function Where({
  finding,
  links,
}: {
  readonly finding: GateFinding;
  readonly links: PatchLinks;
}): VNode | null {
  const { file, line, function: name, side } = finding.place;
  if (line === 0) return null;
  const text = <code>{brokenPath(`${file}:${line}${name === "" ? "" : ` in ${name}`}`)}</code>;
  const at = links.lineAt(side, file, line);
  return at === null ? text : <a href={`#${at}`}>{text}</a>;
}

function TraceLink({ told, links }: Props): VNode {
  const shown = links.shownBy(told);
  if (shown === null)
    return <p class="dim">Its trace is left out: there is no room for more of them here.</p>;
  const { run, anchor } = shown;
  return (
    <p>
      <a href={`#${anchor}`}>
        Trace of <code>{printable(run.scenario)}</code>, step {run.step}, {run.config}
      </a>
    </p>
  );
}

function SeenIn({ finding, links }: { readonly finding: GateFinding; readonly links: PatchLinks }): VNode {
  const ids = [...new Set(finding.seen.map(({ scenario }) => scenario))];
  const list = ids.slice(0, MOST_LINKS).map((id) => {
    const row = links.scenario(id);
    const name = <code>{printable(id)}</code>;
    return <li>{row === null ? name : <a href={`#${row}`}>{name}</a>}</li>;
  });
  return (
    <details>
      <summary>seen in {printable(seenText(finding))}</summary>
      <ul class="ids">
        {list}
        {ids.length > MOST_LINKS ? (
          <li>and {ids.length - MOST_LINKS} more: the table of scenarios leads here</li>
        ) : null}
      </ul>
    </details>
  );
}
