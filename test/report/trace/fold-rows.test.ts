// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { TraceCell, TraceRow } from "../../../harness/judge/trace/trace-scenario.ts";
import { foldRows } from "../../../harness/report/trace/fold-rows.ts";

const cell = (words: string, more: Partial<TraceCell> = {}): TraceCell => ({
  ...{ text: words, words, where: "", kind: "p2m", isOwn: false, isLeft: false, event: 0 },
  place: { file: "a.c", line: 1, function: "f", side: "after", code: "", hunk: null },
  ...more,
});

const both = (words: string, more: Partial<TraceCell> = {}): TraceRow => ({
  ...{ before: cell(words, more), after: cell(words, more), step: null },
});

const alone = (words: string, line = 1): TraceRow => {
  const place = { ...cell("").place, line };
  return { before: null, after: cell(words, { place }), step: null };
};

const shown = (rows: readonly TraceRow[]): string[] =>
  foldRows(rows).map((one) =>
    one.kind === "row"
      ? (one.row.after?.words ?? "")
      : one.kind === "equal"
        ? `${one.count} equal`
        : `${one.length} rows ${one.times} times`,
  );

describe("rows of a step", () => {
  it("that are the same on both sides are counted, if there are three at least", () => {
    expect(shown([both("a"), both("b"), both("c"), alone("d"), both("e"), both("f")])).toEqual([
      ...["3 equal", "d", "e", "f"],
    ]);
  });

  it.each([
    ["comes from a line of the patch", { isOwn: true }],
    ["is never freed", { isLeft: true }],
    ["is a result", { kind: "result" }],
    ["is a broken rule", { kind: "rule" }],
    ["is a warning", { kind: "warn" }],
  ] as const)("are shown where one %s", (_, more) => {
    const rows = [both("a"), both("b"), both("c"), both("d", more), both("e"), both("f"), both("g")];
    expect(shown(rows)).toEqual(["3 equal", "d", "3 equal"]);
  });

  it("that come again with other numbers are told once", () => {
    const rows = [1, 2, 3].flatMap((page) => [alone(`map 0x${page}`), alone(`flush ${page}`)]);
    expect(shown([...rows, alone("end")])).toEqual(["map 0x1", "flush 1", "2 rows 2 times", "end"]);
  });

  it("that come again from another line, or too seldom, are shown", () => {
    expect(shown([alone("a 1"), alone("a 2", 2), alone("a 3", 3), alone("a 4", 4)])).toHaveLength(4);
    expect(shown([alone("a 1"), alone("a 2"), alone("a 3")])).toHaveLength(3);
  });
});
