// SPDX-License-Identifier: GPL-2.0-only

import { basename } from "node:path/posix";
import type { SideName } from "../../base/make-views.ts";
import { many } from "../../base/many.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import { hex } from "../../machine/units.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { kindOf } from "../../subject/step-kinds.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import type { Place } from "../verdict/finding.ts";
import { type AlignedRow, alignTraces } from "./align-traces.ts";
import { eventText } from "./event-key.ts";
import { eventWords } from "./event-words.ts";
import { freedBy } from "./freed-by.ts";
import { type NotedAllocation, noteAllocations } from "./note-allocations.ts";

/** One side of a row. */
export interface TraceCell {
  /** What it is compared by. */
  readonly text: string;
  /** What people read. */
  readonly words: string;
  /** Of an allocation, the line that makes it, in short: `gntdev.c:120`; empty of all else. */
  readonly where: string;
  readonly kind: TraceEvent["kind"];
  readonly place: Place;
  /** A line that the patch adds (on the after side) or takes away (on the before side) brought it about. */
  readonly isOwn: boolean;
  /** Memory that is never freed. */
  readonly isLeft: boolean;
  /** Its index among the events of its side. */
  readonly event: number;
}

/** A row of a side-by-side trace; null where a side has nothing. */
export interface TraceRow {
  readonly before: TraceCell | null;
  readonly after: TraceCell | null;
  /** Index of the step that begins here; null where none does. */
  readonly step: number | null;
}

/** Memory or a page that kernel code took and did not give back. */
export interface LeftOver {
  /** From 1. */
  readonly step: number;
  readonly words: string;
  readonly place: Place;
}

/** How a side's run went, beside its events. */
export interface SideOfTrace {
  /** Why a step did not run on this side, by its index. */
  readonly notRun: ReadonlyMap<number, string>;
  /** Empty if the kernel stopped: what it would have given back is not known then. */
  readonly left: readonly LeftOver[];
  readonly hasStopped: boolean;
}

/** Both sides' traces of one scenario in one configuration. */
export interface SideBySide {
  readonly config: ConfigName;
  readonly scenario: Scenario;
  readonly rows: readonly TraceRow[];
  readonly before: SideOfTrace;
  readonly after: SideOfTrace;
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
  const [left, right] = [traceSide(scenario, before), traceSide(scenario, after)];
  const rows = alignByName(left.cells, right.cells);
  return {
    config,
    scenario,
    rows: rows.map((row) => ({
      before: left.cells[row.before] ?? null,
      after: right.cells[row.after] ?? null,
      step: left.steps.get(row.before) ?? right.steps.get(row.after) ?? null,
    })),
    before: left.side,
    after: right.side,
    runs: { before: left.record, after: right.record },
  };
}

/**
 * Memory is told from memory by what it is assigned to: of several allocations, the one that a patch adds stands alone. What
 * has another name on the other side is the same all the same, where no more than the name differs.
 */
function alignByName(left: readonly TraceCell[], right: readonly TraceCell[]): AlignedRow[] {
  const nameOf = ({ kind, text, words }: TraceCell): string =>
    kind === "alloc" || kind === "free" ? words.replace(/[0-9]+/g, "") : text;
  const rows = alignTraces(left.map(nameOf), right.map(nameOf));
  const paired: AlignedRow[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && (rows[end]!.before === -1 || rows[end]!.after === -1)) end++;
    const [before, after] = (["before", "after"] as const).map((side) =>
      rows.slice(at, end).flatMap((row) => (row[side] === -1 ? [] : [row[side]])),
    ) as [number[], number[]];
    const inner = alignTraces(
      before.map((index) => left[index]!.text),
      after.map((index) => right[index]!.text),
    );
    for (const row of inner) paired.push({ before: before[row.before] ?? -1, after: after[row.after] ?? -1 });
    if (end < rows.length) paired.push(rows[end]!);
    at = end + 1;
  }
  return paired;
}

interface TracedSide {
  readonly record: RunRecord;
  readonly cells: readonly TraceCell[];
  /** Indices of steps, by that of the event with which each begins. */
  readonly steps: ReadonlyMap<number, number>;
  readonly side: SideOfTrace;
}

function traceSide(scenario: Scenario, side: SideUnderTest): TracedSide {
  const record = runScenario(side.guest, scenario, { stacks: "all", probes: true });
  const allocations = noteAllocations(record, side);
  const told = { record, scenario, side, allocations, freed: freedBy(record) };
  const steps = new Map<number, number>();
  const cells = record.events.map((event, index): TraceCell => {
    const made = allocations.get(index);
    const { place } = side.stacks.read(record.stacks[index] ?? "");
    if (event.kind === "step") steps.set(index, event.step);
    return {
      ...{ text: eventText(record, event), words: eventWords(told, index), kind: event.kind, place },
      event: index,
      isOwn: side.stacks.isChangedLine(place),
      isLeft: made?.isLeft === true,
      where: made === undefined || made.line === 0 ? "" : `${basename(made.file)}:${made.line}`,
    };
  });
  const hasStopped = record.death !== null;
  const left = hasStopped ? [] : leftOvers(record, allocations, cells);
  return { record, cells, steps, side: { notRun: notRun(record, scenario), left, hasStopped } };
}

function leftOvers(
  record: RunRecord,
  allocations: ReadonlyMap<number, NotedAllocation>,
  cells: readonly TraceCell[],
): LeftOver[] {
  const at = (event: number, words: string): LeftOver => {
    const step = 1 + (record.outcomes.findLast(({ firstEvent }) => firstEvent <= event)?.step ?? 0);
    return { step, words, place: cells[event]!.place };
  };
  return [
    ...[...allocations]
      .filter(([, { isLeft }]) => isLeft)
      .map(([event, { name, bytes }]) =>
        at(event, `${many(bytes, "byte")}${name === "" ? "" : `, ${name}`}`),
      ),
    ...record.livePages.map(({ pfn, event }) => at(event, `ballooned page, pfn ${hex(pfn)}`)),
  ];
}

/** Steps that were skipped, and those that a kernel which stopped never came to. */
function notRun(record: RunRecord, { steps }: Scenario): Map<number, string> {
  const why = new Map<number, string>();
  for (const { step, missing } of record.outcomes)
    if (missing !== undefined) why.set(step, `skipped: ${whoFailed(record, steps, step, missing)}`);
  if (record.death !== null)
    for (let step = record.deathStep + 1; step <= steps.length; step++)
      why.set(step, `not reached: the kernel stopped in step ${record.deathStep + 1}`);
  return why;
}

/** The step that failed to give a name, by its number. */
function whoFailed({ outcomes }: RunRecord, steps: Scenario["steps"], at: number, missing: string): string {
  for (let index = at - 1; index >= 0; index--) {
    const step = steps[index]!;
    if (kindOf(step).gives?.(step) !== missing) continue;
    const isSkipped = outcomes[index]?.missing !== undefined;
    return `step ${index + 1} ${isSkipped ? "was skipped" : "failed"}`;
  }
  return "an earlier step failed";
}
