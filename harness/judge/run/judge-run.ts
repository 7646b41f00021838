// SPDX-License-Identifier: GPL-2.0-only
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { eventText } from "../event-key.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { violationsOf } from "../violations-of.ts";
import type { Judged } from "./judged.ts";
import { leftBehind } from "./left-behind.ts";
import { whetherExercised } from "./whether-exercised.ts";

/** Runs a scenario on one module and holds the run to every invariant. */
export function judgeRun(scenario: Scenario, side: SideUnderTest): Judged {
  const record = runScenario(side.guest, scenario, { stacks: "none", probes: true });
  const exercised = whetherExercised(scenario, record, side);
  const texts = record.events.map((event) => eventText(record, event));
  return {
    text: side,
    record,
    violations: leftBehind(scenario, side, record, violationsOf(record)),
    texts,
    also: [],
    exercised,
  };
}
