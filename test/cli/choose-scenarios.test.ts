// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { chooseScenarios } from "../../harness/cli/inputs/load-inputs.ts";

const FLOW = "user-lifecycle";

it("takes the whole catalogue with its flows where none is asked for", () => {
  const all = chooseScenarios([]);
  expect(all.find(({ id }) => id === FLOW)).toMatchObject({ sweep: true });
});

it("takes a flow that is asked for by name as it is, without what is derived of it", () => {
  expect(chooseScenarios([FLOW])).toMatchObject([{ id: FLOW, sweep: false }]);
});

it("takes a derived scenario by its id", () => {
  const id = `${FLOW}+open-3+get_task_mm-1`;
  const [found] = chooseScenarios([id]);
  expect(found).toMatchObject({ id });
  expect(found!.steps[2]).toEqual({ do: "fail", point: "get_task_mm", nth: 1 });
  expect(() => chooseScenarios([`${FLOW}+open-1+get_task_mm-1`])).toThrow("there is no scenario");
});
