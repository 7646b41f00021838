// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from "../../base/shortened.ts";
import type { Finding } from "./finding.ts";
import type { ScenarioVerdict } from "./scenario-verdict.ts";

/** Characters that the findings of one configuration may have; those of the bundled patch, the most so far, have 2 700 000. */
const MOST_TEXT = 2_700_000;

/** About what a frame takes in a report, and what a finding has beside its texts. */
const FRAME = 100;
const BESIDE = 600;

/** Characters of a text that are kept of what is left out. */
const SHORT = 60;

/**
 * A patch can bring about any number of findings, each of them another one. What is beyond a report's room is told in one
 * finding for each class in a scenario: how many there are, and the first of them in short. No class gets lost, and mere
 * differences on the way go first.
 *
 * @param room characters that all may have
 */
export function fewFindings(results: readonly ScenarioVerdict[], room = MOST_TEXT): ScenarioVerdict[] {
  const all = results.flatMap(({ findings }) => findings);
  const ofRules = all.reduce((sum, one) => sum + (isMere(one) ? 0 : sizeOf(one)), 0);
  const left = { rules: room, mere: room - ofRules };
  return results.map((result) => {
    const kept: Finding[] = [];
    const out = new Map<string, Finding[]>();
    for (const one of result.findings) {
      const kind = isMere(one) ? "mere" : "rules";
      left[kind] -= sizeOf(one);
      if (left[kind] >= 0) kept.push(one);
      else {
        const key = `${one.class} ${one.unexplained === true}`;
        out.set(key, [...(out.get(key) ?? []), one]);
      }
    }
    return out.size === 0 ? result : { ...result, findings: [...kept, ...[...out.values()].map(folded)] };
  });
}

const isMere = ({ class: kind, invariant }: Finding): boolean => kind === "changed" && invariant === "trace";

const sizeOf = ({
  signature,
  before,
  after,
  message,
  expected,
  place,
  stacks,
  elsewhere = [],
}: Finding): number =>
  [signature, before, after, message, expected, place.code].reduce((sum, text) => sum + text.length, BESIDE) +
  [...stacks, ...elsewhere].reduce((sum, { frames }) => sum + FRAME * frames.length, 0);

function folded(all: readonly Finding[]): Finding {
  const { elsewhere: _, ...first } = all[0]!;
  const times = all.reduce((sum, one) => sum + one.times, 0);
  const more = `${times} more that the report has no room for, such as: `;
  return {
    ...first,
    signature: `${first.invariant}: more than the report has room for`,
    expected: "",
    place: { ...first.place, code: "" },
    subject: "more than the report has room for",
    before: shortened(first.before, SHORT),
    after: shortened(first.after, SHORT),
    message: `${more}${shortened(first.message, SHORT)}`,
    stacks: [],
    times,
  };
}
