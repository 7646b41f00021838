// SPDX-License-Identifier: GPL-2.0-only
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { whetherExercised } from "./whether-exercised.ts";

/**
 * Runs a scenario for its counters alone.
 *
 * @returns whether a changed line ran, where that is asked; else null
 */
export function runForCounts(scenario: Scenario, side: SideUnderTest): boolean | null {
  const record = runScenario(side.guest, scenario, { stacks: "none", probes: false });
  return whetherExercised(scenario, record, side);
}
