// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { runCount } from "../../../harness/report/told/run-count.ts";

test.each([
  [1, 1, "1 run, no fault injected"],
  [1, 0, "1 run, with a fault injected"],
  [9, 9, "9 runs, none injects a fault"],
  [9, 8, "9 runs, 1 injects a fault"],
  [9, 4, "9 runs, 5 inject a fault"],
  [2, 0, "2 runs, both inject a fault"],
  [9, 0, "9 runs, all inject a fault"],
])("%i runs, %i of them without a fault", (runs, runsWithoutFault, text) => {
  expect(runCount({ runs, runsWithoutFault })).toBe(text);
});
