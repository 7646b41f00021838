// SPDX-License-Identifier: GPL-2.0-only

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeViews, SIDES, type SideName } from "../../harness/base/make-views.ts";
import { miniatureBase, REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { type Build, buildSide } from "../../harness/compile/build-side.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { Workshop } from "../../harness/compile/cache/workshop.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { machineParams } from "../../harness/scenario/machine-params.ts";
import { parseScenario } from "../../harness/scenario/parse-scenario.ts";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { DRIVEN } from "../support/driven.ts";

/** The two sides of the reference patch, as guests that run scenarios. */
export interface Guests {
  readonly builds: readonly Build[];
  /** The guest that runs a scenario; one for each module and machine. */
  readonly get: (config: ConfigName, side: SideName, scenario: Scenario) => Guest;
}

/** Builds both sides in some configurations. A side that does not build is left out. */
export async function buildGuests(configs: readonly ConfigName[]): Promise<Guests> {
  const mail = readFileSync(join(projectRoot(), REFERENCE_PATCH));
  const { patches } = await parseSeries(mail, REFERENCE_PATCH);
  const cache = openCache();
  const views = makeViews(miniatureBase(patches[0]!, cache), patches, false);
  const workshop = await Workshop.open(cache, DRIVEN);
  const jobs = configs.flatMap((config) => SIDES.map((side): [ConfigName, SideName] => [config, side]));
  const all = await Promise.all(
    jobs.map(([config, side]) => buildSide(workshop, config, "plain", side, views[side])),
  );
  const builds = all.filter(({ module }) => module !== null);
  await initConsole();
  const guests = new Map<string, Guest>();
  const get = (config: ConfigName, side: SideName, scenario: Scenario): Guest => {
    const params = machineParams(scenario);
    const key = `${config} ${side} ${JSON.stringify(params)}`;
    const build = builds.find((one) => one.config === config && one.side === side)!;
    const guest = guests.get(key) ?? new Guest(build, params);
    guests.set(key, guest);
    return guest;
  };
  return { builds, get };
}

/** A scenario from its steps alone. */
export const scenarioOf = (steps: readonly object[], machine: object = {}): Scenario =>
  parseScenario(
    JSON.stringify({ id: "test", title: "t", story: "s", level: "user", machine, steps }),
    "test",
  );
