// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { makeViews } from "../../harness/base/make-views.ts";
import { buildSide } from "../../harness/compile/build-side.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { Workshop } from "../../harness/compile/cache/workshop.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { INVARIANTS } from "../../harness/judge/invariants/index.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { machineParams } from "../../harness/scenario/machine-params.ts";
import { runScenario } from "../../harness/scenario/run-scenario.ts";
import { DRIVEN } from "../support/driven.ts";
import { openKernel } from "./open-kernel.ts";

/** What these kernels do wrong. */
const KNOWN = [
  // -ENOENT is told only where the last frame of a list of 512 is paged out
  "privcmd-batch-paged-out: foreign-view",
];

describe.each(["6.1", "6.12"])("linux %s", async (version) => {
  const kernel = await openKernel(version);
  it.skipIf("missing" in kernel)(
    "keeps all rules in the stories of privcmd, but for what is known",
    async () => {
      if ("missing" in kernel) return;
      const { after: view } = makeViews(kernel.base, [], false);
      const workshop = await Workshop.open(openCache(), DRIVEN);
      await initConsole();
      const build = await buildSide(workshop, "x86_64", "plain", "after", view);
      const all = loadCatalogue().filter(({ subject }) => subject === "privcmd");
      const broken = all.flatMap((scenario) => {
        const guest = new Guest(build, machineParams(scenario));
        const record = runScenario(guest, scenario, { stacks: "none", probes: true });
        expect(`${scenario.id}: ${record.deathText}`).toBe(`${scenario.id}: `);
        const rules = INVARIANTS.filter(({ check }) => check(record).length > 0).map(({ id }) => id);
        return rules.map((id) => `${scenario.id}: ${id}`);
      });
      expect(broken.sort()).toEqual(KNOWN);
    },
  );
});
