// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { strikesIn } from "../../subject/run/strikes-in.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";
import type { Finding } from "../verdict/finding.ts";
import type { WhyNot } from "../verdict/scenario-verdict.ts";

/**
 * A scenario in which both sides do the same may say nothing all the same: if its fault never happened, or if both sides
 * come to their end before they come to what the patch changes.
 *
 * @returns why it says nothing; null if it does
 */
export function whyNothingSaid(
  scenario: Scenario,
  { before, after }: JudgedPair,
  findings: readonly Finding[],
): WhyNot | null {
  if (findings.some((one) => one.class !== "pre-existing")) return null;
  const [early, other] = [endsAt(scenario, before), endsAt(scenario, after)];
  if (early !== null && other !== null && before.exercised === false && after.exercised === false)
    return { kind: "ends-early", text: `${early} on both sides, before a changed line runs` };
  const isPlanned = before.record.faults.length > 0;
  const hasStruck = [before, after].some(({ record }) =>
    record.faults.some(({ struckAt }) => struckAt !== -1),
  );
  if (!isPlanned || hasStruck) return null;
  const what = [...new Set(before.record.faults.map((fault) => `${fault.what} (use ${fault.nth})`))].join(
    ", ",
  );
  return {
    kind: "fault-not-reached",
    text: `${what} is not reached on either side`,
  };
}

/** Where a side stops, or is refused the device; null if it comes to the end. */
function endsAt(scenario: Scenario, { record }: Judged): string | null {
  if (record.death !== null) return `stops at step ${record.deathStep + 1}: ${record.deathText}`;
  // another refusal may be what the scenario is about
  const refused = record.outcomes.find(
    ({ step, value }) =>
      value !== null &&
      value < 0 &&
      scenario.steps[step]!.do === "open" &&
      strikesIn(record, step).length === 0,
  );
  return refused === undefined
    ? null
    : `open gives ${returnName(refused.value ?? 0)} at step ${refused.step + 1}`;
}
