// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AlignedRow, alignTraces } from "../../../harness/judge/trace/align-traces.ts";

/** A run: each step's events, of a few kinds, so that sides have much in common. */
const run = fc
  .array(fc.array(fc.constantFrom("alloc", "map", "lock", "step over", "free"), { maxLength: 6 }), {
    maxLength: 5,
  })
  .map((steps) => steps.flatMap((events, i) => [`step ${i + 1}`, ...events]));

const indices = (rows: readonly AlignedRow[], side: keyof AlignedRow): number[] =>
  rows.map((row) => row[side]).filter((index) => index !== -1);

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

const stepOf = (texts: readonly string[], index: number): string =>
  texts.slice(0, index + 1).findLast((text) => /^step \d/.test(text)) ?? "";

describe("the rows of two traces", () => {
  it("hold every event of either side exactly once, in order", () => {
    fc.assert(
      fc.property(run, run, (before, after) => {
        const rows = alignTraces(before, after);
        expect(indices(rows, "before")).toEqual(upTo(before.length));
        expect(indices(rows, "after")).toEqual(upTo(after.length));
      }),
    );
  });

  it("pair only events of equal text and of the same step", () => {
    fc.assert(
      fc.property(run, run, (before, after) => {
        for (const row of alignTraces(before, after)) {
          if (row.before === -1 || row.after === -1) continue;
          expect(before[row.before]).toBe(after[row.after]);
          expect(stepOf(before, row.before)).toBe(stepOf(after, row.after));
        }
      }),
    );
  });

  it("are pairs throughout if the sides are equal", () => {
    fc.assert(
      fc.property(run, (both) => {
        expect(alignTraces(both, both)).toEqual(upTo(both.length).map((i) => ({ before: i, after: i })));
      }),
    );
  });

  it("are as many the other way round", () => {
    fc.assert(
      fc.property(run, run, (before, after) => {
        expect(alignTraces(after, before)).toHaveLength(alignTraces(before, after).length);
      }),
    );
  });

  it("leave one event alone that one side has more, and pair what comes after it", () => {
    const before = ["step 1", "alloc", "map", "step 2", "free"];
    const after = ["step 1", "alloc", "lock", "map", "step 2", "free"];
    expect(alignTraces(before, after).filter((row) => row.before === -1 || row.after === -1)).toEqual([
      { before: -1, after: 2 },
    ]);
  });

  it("do not pair the same event of two steps", () => {
    const rows = alignTraces(["step 1", "free", "step 2"], ["step 1", "step 2", "free"]);
    expect(rows).toEqual([
      { before: 0, after: 0 },
      { before: 1, after: -1 },
      { before: 2, after: 1 },
      { before: -1, after: 2 },
    ]);
  });

  it("show what a side has after the other one died", () => {
    const rows = alignTraces(["step 1", "kernel stops"], ["step 1", "map", "step 2", "free"]);
    expect(indices(rows, "after")).toEqual([0, 1, 2, 3]);
    expect(rows.slice(-2)).toEqual([
      { before: -1, after: 2 },
      { before: -1, after: 3 },
    ]);
  });
});
