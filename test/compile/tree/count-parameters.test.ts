// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { countParameters } from "../../../harness/compile/tree/count-parameters.ts";

it.each([
  ["int brew(int cups, struct pot **pots);", 2],
  ["int\nbrew (void);", 0],
  ["int brew();", 0],
  ["void brew(int (*stir)(int, int), long spoons, ...);", 3],
  ["int tea(void) { return brew(fill(1, 2), 3); }", 2],
])("a function has as many parameters as its first list in parentheses: %s", (text, count) => {
  expect(countParameters(text, "brew")).toBe(count);
});

it("a name that is part of another, or no function's, counts nothing", () => {
  expect(countParameters("int home_brew(int); int brew;", "brew")).toBeNull();
});
