// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryGarbage, type Garbage } from "./arbitrary-garbage.ts";
import { brokenRules } from "./broken-rules.ts";
import { callWithGarbage } from "./call-with-garbage.ts";
import { firstGrants } from "./first-grants.ts";
import { GrantModel } from "./grant-model.ts";
import { runCount } from "./run-count.ts";
import { World } from "./world.ts";

const HOURS = 3_600_000;

describe.each([
  ["x86_64", false],
  ["x86_64", true],
  ["x86_32-pae", false],
  ["x86_32-pae-highmem", true],
] as const)("%s, debug %s", (config, xenDebug) => {
  test(
    "any sequence of garbage ends with answers that Xen could give, and leaves counts that are right",
    () => {
      const world = new World(config, xenDebug);
      fc.assert(
        fc.property(fc.array(arbitraryGarbage, { maxLength: 20, size: "max" }), (calls: Garbage[]) => {
          world.reset();
          firstGrants(world, new GrantModel(world));
          for (const call of calls) {
            const faults = callWithGarbage(world, call);
            if (faults.length > 0) expect(faults).toEqual([]);
          }
          expect(brokenRules(world.bench)).toEqual([]);
        }),
        { numRuns: runCount(2000), seed: 5 },
      );
    },
    HOURS,
  );
});
