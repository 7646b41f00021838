// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateFinding } from "../../gate/gate-report.ts";
import { seenText } from "../formats/seen-text.ts";
import { printable } from "../screen.ts";

const TONES = { fails: "bad", accepted: "odd", expected: "good", noted: "good" } as const;
const WORDS = {
  fails: "fails",
  accepted: "accepted by the policy",
  expected: "fixed, as expected",
  noted: "fixed",
} as const;

/** One finding: what each side shows, who called, where it is seen. */
export function Finding({ finding }: { finding: GateFinding }): VNode {
  const { place, before, after, expected, invariant, message, policy, signature, stacks, status } = finding;
  const where =
    place.line === 0
      ? ""
      : `${place.file}:${place.line}${place.function === "" ? "" : ` in ${place.function}`}`;
  const isRevealed = finding.class === "revealed";
  const isTold = invariant === "outcome" || invariant === "trace";
  const names = { here: "callers", allocated: "allocated", freed: "freed" } as const;
  return (
    <div class={`finding ${isRevealed ? "odd" : TONES[status]}`}>
      <strong>{invariant}</strong> {isRevealed ? "revealed" : WORDS[status]} <code>{printable(where)}</code>
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
              <dt>{names[what]}</dt>
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
      <p class="dim">
        seen in {seenText(finding)}; signature <code>{printable(signature)}</code>
      </p>
    </div>
  );
}
