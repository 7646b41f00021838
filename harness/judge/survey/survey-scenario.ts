// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import type { Guest } from "../../guest/guest.ts";
import { missingName, missingStep } from "../../scenario/missing-step.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { strikesIn } from "../../subject/run/strikes-in.ts";
import { callerOf } from "../caller-of.ts";
import { noDevice } from "../no-device.ts";

/** What came of a scenario on one kernel. */
export type Surveyed =
  | { readonly kind: "ran" }
  | { readonly kind: "not-run" | "not-applicable"; readonly text: string };

/** Runs a scenario to see whether it can be run at all, on a kernel that has come up. */
export function surveyScenario(scenario: Scenario, guest: Guest): Surveyed {
  const name = missingName(scenario, guest);
  if (name !== null) return { kind: "not-applicable", text: name };
  const missing = missingStep(scenario, guest);
  if (missing !== null) {
    const { function: lacks, device } = missing;
    if (lacks !== null) return { kind: "not-applicable", text: lacks };
    return { kind: "not-run", text: noDevice(guest, device ?? "").text };
  }
  const record = runScenario(guest, scenario, { stacks: "none", probes: false });
  if (record.death === "unmodelled")
    return { kind: "not-run", text: `${record.deathText}${calledFrom(scenario, guest)}` };
  const refused = refusedOpen(scenario, record);
  if (refused !== null) return { kind: "not-run", text: refused };
  const { faults } = record;
  if (faults.length > 0 && faults.every(({ struckAt }) => struckAt === -1))
    return { kind: "not-run", text: `a fault that never happens: ${faults[0]!.what}` };
  return { kind: "ran" };
}

/** Who called what nobody models: the run once more, with stacks. */
function calledFrom(scenario: Scenario, guest: Guest): string {
  const { stacks } = runScenario(guest, scenario, { stacks: "all", probes: false });
  return callerOf(stacks.at(-1) ?? "", guest.build.lines);
}

/** The device is refused although nothing was made to fail. */
function refusedOpen({ steps }: Scenario, record: RunRecord): string | null {
  const refused = record.outcomes.find(
    ({ step, value }) =>
      value !== null && value < 0 && steps[step]?.do === "open" && strikesIn(record, step).length === 0,
  );
  return refused === undefined ? null : `open gives ${returnName(refused.value ?? 0)}`;
}
