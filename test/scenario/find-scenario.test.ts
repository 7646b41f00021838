// SPDX-License-Identifier: GPL-2.0-only
import { expect, it, test } from "vitest";
import { faultScenario } from "../../harness/scenario/fault-scenario.ts";
import { findScenario } from "../../harness/scenario/find-scenario.ts";
import { flowOf } from "../../harness/scenario/flow-of.ts";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { scenarioOf } from "./guests.ts";

const FLOW: Scenario = {
  ...scenarioOf([
    { do: "open", file: "f" },
    { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "m" },
    { do: "close", file: "f" },
  ]),
  id: "a-flow",
  sweep: true,
};
const ID = "a-flow+map-grant-ref-2+get_task_mm-3";

it("is found by the id that it has in the list", () => {
  expect(findScenario("a-flow", [FLOW])).toBe(FLOW);
  expect(findScenario("another", [FLOW])).toBeNull();
});

it("is derived from the id of a flow with a fault: before that step, and no flow itself", () => {
  const found = findScenario(ID, [FLOW])!;
  expect(found).toMatchObject({ id: ID, sweep: false, level: FLOW.level });
  expect(found.steps).toEqual([
    FLOW.steps[0],
    { do: "fail", point: "get_task_mm", nth: 3 },
    FLOW.steps[1],
    FLOW.steps[2],
  ]);
  expect(found.title).toContain("call 3 of get_task_mm fails in map-grant-ref");
  expect(found.story).toContain("map-grant-ref (step 2 of a-flow)");
});

it("has the id by which it is found again", () => {
  const made = faultScenario(FLOW, { step: 1, point: "get_task_mm", nth: 3 });
  expect(findScenario(made.id, [FLOW])).toEqual(made);
  expect(flowOf(made.id)).toBe("a-flow");
  expect(flowOf("a-flow")).toBe("a-flow");
});

test.each([
  ["a flow that is not there", "no-flow+open-1+kmalloc-1"],
  ["a step of another kind", "a-flow+open-2+kmalloc-1"],
  ["a step beyond the last", "a-flow+open-4+kmalloc-1"],
  ["no step", "a-flow+open-0+kmalloc-1"],
  ["no use", "a-flow+open-1+kmalloc-0"],
  ["no name", "a-flow+open-1+1x-1"],
  ["more than a fault", `${ID}+open-1+kmalloc-1`],
])("is not derived from %s", (_, id) => {
  expect(findScenario(id, [FLOW])).toBeNull();
});
