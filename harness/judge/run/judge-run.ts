// SPDX-License-Identifier: GPL-2.0-only

import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { eventText } from "../trace/event-key.ts";
import { memoryViolationsOf, violationsOf } from "../violations-of.ts";
import type { Judged } from "./judged.ts";
import { leftBehind } from "./left-behind.ts";
import { whetherExercised } from "./whether-exercised.ts";

/** Runs a scenario on one module and holds the run to every invariant. */
export const judgeRun = (scenario: Scenario, side: SideUnderTest): Judged =>
  judgeWhole(scenario, judgeMemory(scenario, side));

/** Runs a scenario on one module and holds the run to what it does to memory alone. */
export function judgeMemory(scenario: Scenario, side: SideUnderTest): Judged {
  const record = runScenario(side.guest, scenario, { stacks: "none", probes: true });
  const exercised = whetherExercised(scenario, record, side);
  return { text: side, record, violations: memoryViolationsOf(record), texts: [], also: [], exercised };
}

/** Holds a run that was judged by its memory to every invariant. */
export function judgeWhole(scenario: Scenario, judged: Judged): Judged {
  const { record, text } = judged;
  return {
    ...judged,
    violations: leftBehind(scenario, text, record, violationsOf(record)),
    texts: textsOf(record),
  };
}

const textsOf = (record: RunRecord): string[] => record.events.map((event) => eventText(record, event));
