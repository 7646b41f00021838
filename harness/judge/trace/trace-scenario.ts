// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../machine/config.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { locate } from "../place/locate.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import type { Place } from "../verdict/finding.ts";
import { alignTraces } from "./align-traces.ts";
import { eventText } from "./event-key.ts";

/** One side of a row. */
export interface TraceCell {
  readonly text: string;
  readonly place: Place;
}

/** A row of a side-by-side trace; null where a side has nothing. */
export interface TraceRow {
  readonly before: TraceCell | null;
  readonly after: TraceCell | null;
}

/** Both sides' traces of one scenario in one configuration. */
export interface SideBySide {
  readonly config: ConfigName;
  readonly scenario: Scenario;
  readonly rows: readonly TraceRow[];
}

/** Runs a scenario on both sides with all C stacks, and pairs the events. */
export function traceScenario(
  config: ConfigName,
  scenario: Scenario,
  before: SideUnderTest,
  after: SideUnderTest,
): SideBySide {
  const [left, right] = [before, after].map((side) => {
    const record = runScenario(side.guest, scenario, { stacks: "all", probes: false });
    return record.events.map((event, i): TraceCell => {
      return { text: eventText(record, event), place: locate(record.stacks[i] ?? "", side) };
    });
  }) as [TraceCell[], TraceCell[]];
  const rows = alignTraces(
    left.map(({ text }) => text),
    right.map(({ text }) => text),
  );
  return {
    config,
    scenario,
    rows: rows.map((row) => ({ before: left[row.before] ?? null, after: right[row.after] ?? null })),
  };
}
