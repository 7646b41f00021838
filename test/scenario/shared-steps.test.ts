// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { sharedSteps } from "../../harness/scenario/shared-steps.ts";
import { scenarioOf } from "./guests.ts";

const flow = (id: string, files: readonly string[], machine: object = {}): Scenario => ({
  ...scenarioOf(
    files.map((file) => ({ do: "open", file })),
    machine,
  ),
  id,
});

test("a flow shares its first steps with one that comes before it", () => {
  const flows = [flow("a", ["f", "g", "h"]), flow("b", ["f", "g", "i"]), flow("c", ["f"]), flow("d", ["x"])];
  expect(flows.map((one) => sharedSteps(one, flows))).toEqual([0, 2, 1, 0]);
});

test("a flow of somebody's own comes after all, and another machine is no way to the same", () => {
  const flows = [flow("a", ["f", "g"])];
  expect(sharedSteps(flow("own", ["f", "x"]), flows)).toBe(1);
  expect(sharedSteps(flow("own", ["f", "x"], { balloon: "lowmem" }), flows)).toBe(0);
});
