// SPDX-License-Identifier: GPL-2.0-only
import type { SideName, Views } from "../../base/make-views.ts";
import type { ConfigVerdict } from "../../judge/judge-config.ts";
import { SidePool, type SideUnderTest } from "../../judge/side-under-test.ts";
import { traceScenario } from "../../judge/trace/trace-scenario.ts";
import { findScenario } from "../../scenario/find-scenario.ts";
import { machineParams } from "../../scenario/machine-params.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { shapeOf } from "../../scenario/shape/shape-of.ts";
import { withoutDefaults } from "../../scenario/shape/without-defaults.ts";
import type { PageProbe } from "../../subject/run/run-record.ts";
import { type Step, stepSchema } from "../../subject/step-kinds.ts";
import type { GatePage, GateTrace, GateTraceRow, Seen } from "../gate-report.ts";
import type { RunsToTrace } from "./runs-to-trace.ts";
import { traceTables } from "./trace-tables.ts";

/** Characters of all traces of a patch; honest ones come to a fifth. */
const MOST_TEXT = 8_000_000;

/** What a row takes beside its texts. */
const TEXT_OF_ROW = 120;

/** What traces are made of. */
export interface TraceRequest {
  readonly views: Views;
  readonly configs: readonly ConfigVerdict[];
  /** The catalogue, and what was given beside it. */
  readonly scenarios: readonly Scenario[];
  /** The sides are exchanged. */
  readonly reverse: boolean;
}

/**
 * Runs again what is to be shown, and keeps both sides: what happens, and what their tables show. Examples come first: where a
 * report has no room for more, it is others that are left out.
 */
export function gateTraces(request: TraceRequest, { examples, others }: RunsToTrace): GateTrace[] {
  const found: GateTrace[] = [];
  const room = { text: MOST_TEXT };
  for (const runs of [examples, others])
    for (const verdict of request.configs) {
      const own = runs.filter(({ config }) => config === verdict.config);
      found.push(...tracesOf(request, verdict, own, room));
    }
  return found;
}

function tracesOf(
  { views, scenarios, reverse }: TraceRequest,
  { config, before, after }: ConfigVerdict,
  runs: readonly Seen[],
  room: { text: number },
): GateTrace[] {
  if (runs.length === 0 || before.module === null || after.module === null) return [];
  const found: GateTrace[] = [];
  const pool = new SidePool(views, reverse);
  try {
    for (const run of runs) {
      const scenario = findScenario(run.scenario, scenarios);
      if (scenario === null || room.text <= 0) continue;
      const params = machineParams(scenario);
      const sides = { before: pool.get(before, params), after: pool.get(after, params) };
      const trace = traceOfSides(config, scenario, sides);
      for (const { before, after } of trace.rows)
        room.text -= TEXT_OF_ROW + (before?.length ?? 0) + (after?.length ?? 0);
      found.push(trace);
    }
    return found;
  } finally {
    pool.free();
  }
}

function traceOfSides(
  config: GateTrace["config"],
  scenario: Scenario,
  sides: Readonly<Record<SideName, SideUnderTest>>,
): GateTrace {
  const trace = traceScenario(config, scenario, sides.before, sides.after);
  const { rows, runs } = trace;
  return {
    config,
    scenario: scenario.id,
    rows: rows.map((row) => rowOf(row, scenario)),
    pages: [
      ...runs.before.probes.map((probe) => pageOf("before", probe)),
      ...runs.after.probes.map((probe) => pageOf("after", probe)),
    ],
    tables: traceTables(trace, { before: sides.before.guest.machine, after: sides.after.guest.machine }),
  };
}

/** As somebody would write it: without what is taken anyway. */
const stepText = (step: Step): string => JSON.stringify(withoutDefaults(shapeOf(stepSchema), step));

function rowOf(
  { before, after }: ReturnType<typeof traceScenario>["rows"][number],
  { steps }: Scenario,
): GateTraceRow {
  const [, number] = /^step (\d+)$/.exec(before?.text ?? after?.text ?? "") ?? [];
  if (number !== undefined) {
    const step = steps[Number(number) - 1];
    const text = `step ${number}: ${step === undefined ? "teardown" : stepText(step)}`;
    return { before: text, after: text, step: Number(number), where: null };
  }
  const alone = before === null ? after : after === null ? before : null;
  const place = alone === null || alone.place.line === 0 ? null : alone.place;
  const where = place === null ? null : { file: place.file, line: place.line, function: place.function };
  return { before: before?.text ?? null, after: after?.text ?? null, step: 0, where };
}

function pageOf(side: SideName, probe: PageProbe): GatePage {
  return {
    side,
    step: probe.step + 1,
    pfn: probe.pfn,
    mfn: probe.mfn,
    kernel: probe.kernelPte === -1 ? null : probe.kernelMfn,
    user: probe.userPte === -1 ? null : probe.userMfn,
    p2m: probe.p2m,
  };
}
