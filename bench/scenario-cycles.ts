// SPDX-License-Identifier: GPL-2.0-only

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeViews, SIDES } from "../harness/base/make-views.ts";
import { miniatureBase, REFERENCE_PATCH } from "../harness/base/miniature-base.ts";
import { projectRoot } from "../harness/base/project-root.ts";
import { buildSide } from "../harness/compile/build-side.ts";
import { openCache } from "../harness/compile/cache/open-cache.ts";
import { Workshop } from "../harness/compile/cache/workshop.ts";
import { initConsole } from "../harness/guest/console.ts";
import { Guest } from "../harness/guest/guest.ts";
import { CONFIGS } from "../harness/machine/config.ts";
import { DEFAULT_PARAMS } from "../harness/machine/params.ts";
import { parseSeries } from "../harness/patch/parse-series.ts";
import { parseScenario } from "../harness/scenario/parse-scenario.ts";
import { runScenario } from "../harness/scenario/run-scenario.ts";
import { DRIVEN } from "./driven.ts";
import type { Row } from "./row.ts";

/** Two pages mapped, used from both sides and unmapped, in twenty steps. */
const TWENTY_STEPS = {
  id: "twenty-steps",
  title: "Twenty steps",
  story: "For the benchmark.",
  level: "user",
  steps: [
    { do: "grant", domain: 1, ref: 8, frame: 0 },
    { do: "grant", domain: 1, ref: 9, frame: 1 },
    { do: "open", file: "f" },
    { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "a" },
    { do: "map-grant-ref", file: "f", grants: [[1, 9]], map: "b" },
    { do: "mmap", map: "a" },
    { do: "mmap", map: "b" },
    { do: "user-write", map: "a", page: 0, offset: 16, value: 65 },
    { do: "peer-read", domain: 1, frame: 0, offset: 16 },
    { do: "user-read", map: "a", page: 0, offset: 16 },
    { do: "peer-write", domain: 1, frame: 1, offset: 17, value: 66 },
    { do: "user-read", map: "b", page: 0, offset: 17 },
    { do: "user-write", map: "b", page: 0, offset: 18, value: 67 },
    { do: "munmap", map: "a" },
    { do: "unmap-grant-ref", map: "a" },
    { do: "user-read", map: "b", page: 0, offset: 18 },
    { do: "munmap", map: "b" },
    { do: "unmap-grant-ref", map: "b" },
    { do: "close", file: "f" },
    { do: "end-access", domain: 1, ref: 8 },
  ],
};

/** Cycles in one measurement. */
const CYCLES = 3000;

/**
 * Reset-and-run cycles of a 20-step scenario on each module that builds, in microseconds a cycle, against a reset alone:
 * what is above it is the work of the steps.
 */
export async function measureCycles(rounds: number): Promise<Row[]> {
  const root = projectRoot();
  const series = await parseSeries(readFileSync(join(root, REFERENCE_PATCH)), REFERENCE_PATCH);
  const cache = openCache();
  const views = makeViews(miniatureBase(series.patches[0]!, cache), series.patches, false);
  const workshop = await Workshop.open(cache, DRIVEN);
  await initConsole();
  const scenario = parseScenario(JSON.stringify(TWENTY_STEPS), "bench");
  const rows: Row[] = [];
  for (const config of CONFIGS) {
    for (const side of SIDES) {
      const build = await buildSide(workshop, config, "plain", side, views[side]);
      if (build.module === null) continue;
      const guest = new Guest(build, DEFAULT_PARAMS);
      const cycle = (probes: boolean) => () => void runScenario(guest, scenario, { stacks: "none", probes });
      const where = `${config} ${side}`;
      const reset = `reset, ${where}`;
      const measure = (run: () => void): number[] => {
        microseconds(run);
        return Array.from({ length: rounds }, () => microseconds(run));
      };
      rows.push(
        { name: reset, unit: "us", values: measure(() => guest.reset()) },
        { name: `20 steps, ${where}`, unit: "us", values: measure(cycle(false)), against: reset },
        { name: `20 steps, probed, ${where}`, unit: "us", values: measure(cycle(true)), against: reset },
      );
      guest.free();
    }
  }
  return rows;
}

function microseconds(run: () => void): number {
  const start = performance.now();
  for (let i = 0; i < CYCLES; i++) run();
  return ((performance.now() - start) * 1000) / CYCLES;
}
