// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { emptyPass } from "../../harness/report/coverage-lines.ts";

const side = (run: number, lines: number) => ({ run, lines });

it.each([
  ["a changed line ran", [side(0, 1), side(1, 2)], ""],
  ["none was counted", [], ""],
  ["none ran", [side(0, 0), side(0, 2)], "No changed line was run"],
  ["none makes code", [side(0, 0), side(0, 0)], "No changed line makes code of its own"],
] as const)("a pass in which %s is told for what it is", (_what, counts, text) => {
  expect(emptyPass(counts).slice(0, text.length || undefined)).toBe(text);
});
