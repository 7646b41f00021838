// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import type { WhyNot, WhyNotKind } from "../judge/verdict/scenario-verdict.ts";

/** What a reader is told of scenario by scenario; the rest says nothing of the patch. */
const TOLD: ReadonlySet<WhyNotKind> = new Set([
  "same-code",
  "no-boot",
  "unmodelled",
  "not-applicable",
  "ends-early",
  "left-out",
  "runs-differ",
]);

/**
 * Why scenarios were not compared: each reason once, in the order in which it is met.
 *
 * @param all of the scenarios of one configuration
 */
export function whyNotTexts(all: readonly (WhyNot | null)[]): string[] {
  const reasons = all.filter((one) => one !== null);
  const told = new Map<string, number>();
  for (const { kind, text } of reasons) if (TOLD.has(kind)) told.set(text, (told.get(text) ?? 0) + 1);
  const texts = [...told].map(([text, count]) =>
    count === all.length ? text : `${scenarios(count)} ${text}`,
  );
  const idle = reasons.filter(({ kind }) => kind === "fault-not-reached");
  if (idle.length === 0) return texts;
  const first = idle[0]!.text;
  if (idle.length === 1) return [...texts, `1 scenario says nothing: ${first}`];
  return [
    ...texts,
    idle.length === 1
      ? `1 scenario says nothing, as its fault never happens: ${first}`
      : `${many(idle.length, "scenario")} say nothing, as their faults never happen: ${first}, for one`,
  ];
}

const scenarios = (count: number): string => `${count} ${count === 1 ? "scenario" : "scenarios"}:`;
