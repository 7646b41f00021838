// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import type { ConfigName } from "../../machine/config.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { locate } from "../place/locate.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import type { Place } from "../verdict/finding.ts";
import { alignTraces } from "./align-traces.ts";
import { eventText } from "./event-key.ts";

/** One side of a row. */
export interface TraceCell {
  readonly text: string;
  readonly place: Place;
  /** Its index among the events of its side. */
  readonly event: number;
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
  /** What each side left; good until its guest runs again. */
  readonly runs: Readonly<Record<SideName, RunRecord>>;
}

/** Runs a scenario on both sides with all C stacks, and pairs the events. */
export function traceScenario(
  config: ConfigName,
  scenario: Scenario,
  before: SideUnderTest,
  after: SideUnderTest,
): SideBySide {
  const [was, is] = [before, after].map((side) =>
    runScenario(side.guest, scenario, { stacks: "all", probes: true }),
  ) as [RunRecord, RunRecord];
  const [left, right] = [cellsOf(was, before), cellsOf(is, after)];
  const rows = alignTraces(
    left.map(({ text }) => text),
    right.map(({ text }) => text),
  );
  return {
    config,
    scenario,
    rows: rows.map((row) => ({ before: left[row.before] ?? null, after: right[row.after] ?? null })),
    runs: { before: was, after: is },
  };
}

const cellsOf = (record: RunRecord, side: SideUnderTest): TraceCell[] =>
  record.events.map((event, i) => {
    return { text: eventText(record, event), place: locate(record.stacks[i] ?? "", side), event: i };
  });
