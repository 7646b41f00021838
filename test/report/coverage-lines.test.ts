// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { SideCoverage } from "../../harness/judge/coverage/side-coverage.ts";
import { emptyPass } from "../../harness/report/coverage-lines.ts";

const side = (run: number, lines: number): SideCoverage => ({
  run,
  lines,
  missed: [],
  counts: new Map(),
  functions: [],
  ranLines: [],
  touched: [],
});

it.each([
  ["a changed line ran", [{ before: side(0, 1), after: side(1, 2) }], ""],
  [
    "one ran in another configuration",
    [
      { before: side(0, 0), after: side(0, 2) },
      { before: side(1, 1), after: side(0, 2) },
    ],
    "",
  ],
  ["none was counted", [null], ""],
  ["none ran", [null, { before: side(0, 0), after: side(0, 2) }], "No changed line was run"],
  ["none makes code", [{ before: side(0, 0), after: side(0, 0) }], "No changed line makes code of its own"],
] as const)("a pass in which %s is told for what it is", (_what, coverage, text) => {
  const said = emptyPass(coverage.map((one) => ({ coverage: one })));
  expect(said.slice(0, text.length || undefined)).toBe(text);
});
