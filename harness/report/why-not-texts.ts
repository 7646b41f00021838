// SPDX-License-Identifier: GPL-2.0-only
import type { WhyNot, WhyNotKind } from "../judge/verdict/scenario-verdict.ts";

/** What a reader is told of scenario by scenario; the rest says nothing of the patch. */
const TOLD: ReadonlySet<WhyNotKind> = new Set([
  "same-code",
  "no-boot",
  "unmodelled",
  "not-applicable",
  "ends-early",
]);

/**
 * Why scenarios were not compared: each reason once, in the order in which it is met.
 *
 * @param all of the scenarios of one configuration
 */
export function whyNotTexts(all: readonly (WhyNot | null)[]): string[] {
  const reasons = all.filter((one) => one !== null);
  const told = new Set(reasons.filter(({ kind }) => TOLD.has(kind)).map(({ text }) => text));
  const idle = reasons.filter(({ kind }) => kind === "fault-not-reached");
  if (idle.length === 0) return [...told];
  const first = idle[0]!.text;
  if (idle.length === 1) return [...told, `1 scenario says nothing: ${first}`];
  return [...told, `${idle.length} scenarios say nothing, as their faults never happen: ${first}, for one`];
}
