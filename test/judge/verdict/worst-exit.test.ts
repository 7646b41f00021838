// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { worstExit } from "../../../harness/judge/verdict/worst-exit.ts";

it.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 4], 4],
  [[4, 1, 0], 1],
  [[1, 3, 4], 3],
  [[3, 2, 1], 2],
  [[2, 5, 3], 5],
])("of %j the worst is %i", (codes, worst) => {
  expect(worstExit(codes)).toBe(worst);
});
