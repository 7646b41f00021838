// SPDX-License-Identifier: GPL-2.0-only
import type { SideName, Views } from "../base/make-views.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import { SidePool } from "../judge/side-under-test.ts";
import { traceScenario } from "../judge/trace/trace-scenario.ts";
import { findScenario } from "../scenario/find-scenario.ts";
import { machineParams } from "../scenario/machine-params.ts";
import { runScenario } from "../scenario/run-scenario.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import type { PageProbe } from "../subject/run/run-record.ts";
import type { GateTrace } from "./gate-report.ts";
import { isShown } from "./is-shown.ts";

/**
 * Runs again what findings are first seen in, and keeps both sides: what happens, and what their tables show.
 *
 * @param seen class and signature of findings that have their trace; those that get one here are added
 */
export function gateTraces(
  views: Views,
  { before, after, scenarios: verdicts }: ConfigVerdict,
  scenarios: readonly Scenario[],
  seen: Set<string>,
): GateTrace[] {
  if (before.module === null || after.module === null) return [];
  const found: GateTrace[] = [];
  const pool = new SidePool(views, false);
  try {
    for (const { id, findings } of verdicts) {
      const keys = findings.filter(isShown).map((one) => `${one.class} ${one.signature}`);
      const scenario = findScenario(id, scenarios);
      if (scenario === null || keys.every((key) => seen.has(key))) continue;
      for (const key of keys) seen.add(key);
      const params = machineParams(scenario);
      const [left, right] = [before, after].map((build) => pool.get(build, params));
      const { config, rows } = traceScenario(before.config, scenario, left!, right!);
      const pages = [left!, right!].flatMap(({ guest, side }) => {
        const { probes } = runScenario(guest, scenario, { stacks: "none", probes: true });
        return probes.map((probe) => pageOf(side, probe));
      });
      found.push({ config, scenario: scenario.id, rows: rows.map((row) => rowOf(row, scenario)), pages });
    }
    return found;
  } finally {
    pool.free();
  }
}

function rowOf(
  { before, after }: ReturnType<typeof traceScenario>["rows"][number],
  { steps }: Scenario,
): GateTrace["rows"][number] {
  const [, number] = /^step (\d+)$/.exec(before?.text ?? after?.text ?? "") ?? [];
  if (number !== undefined) {
    const step = steps[Number(number) - 1];
    const text = `step ${number}: ${step === undefined ? "teardown" : JSON.stringify(step)}`;
    return { before: text, after: text, where: "" };
  }
  const alone = before === null ? after : after === null ? before : null;
  const place = alone === null || alone.place.line === 0 ? null : alone.place;
  const where = place === null ? "" : `${place.file}:${place.line} in ${place.function}`;
  return { before: before?.text ?? null, after: after?.text ?? null, where };
}

function pageOf(side: SideName, probe: PageProbe): GateTrace["pages"][number] {
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
