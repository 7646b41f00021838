// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryStep } from "./arbitrary-step.ts";
import { brokenRules } from "./broken-rules.ts";
import { checkStep } from "./check-step.ts";
import { firstGrants } from "./first-grants.ts";
import { GrantModel } from "./grant-model.ts";
import { runCount } from "./run-count.ts";
import { World } from "./world.ts";

const HOURS = 3_600_000;

describe.each(["x86_64", "x86_32-pae"] as const)("%s", (config) => {
  test(
    "any sequence of grant operations and PTE writes is answered as a simple model says, and leaves what it says",
    () => {
      const world = new World(config);
      fc.assert(
        fc.property(fc.array(arbitraryStep, { maxLength: 30, size: "max" }), (steps) => {
          world.reset();
          const model = new GrantModel(world);
          const stale = new Set<number>();
          firstGrants(world, model);
          for (const step of steps) {
            const faults = checkStep(world, model, stale, step);
            if (faults.length > 0) expect(faults).toEqual([]);
          }
          expect(brokenRules(world.bench)).toEqual([]);
        }),
        { numRuns: runCount(2000), seed: 4 },
      );
    },
    HOURS,
  );
});
