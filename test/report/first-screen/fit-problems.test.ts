// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitProblems } from "../../../harness/report/first-screen/fit-problems.ts";

/** A problem that takes so many lines in full. */
const problem = (name: string, full: number) => ({
  full: Array.from({ length: full }, (_, i) => `${name}${i}`),
  short: [`${name}-`],
});

describe("problems on a screen", () => {
  it("are in full if there is room", () => {
    const { lines, left } = fitProblems(
      ["a", "b", "c", "d"].map((name) => problem(name, 2)),
      8,
    );
    expect(lines.join(" ")).toBe("a0 a1 b0 b1 c0 c1 d0 d1");
    expect(left).toBe(0);
  });

  it("are named, from the fourth on, if there is no room for more", () => {
    const { lines, left } = fitProblems(
      ["a", "b", "c", "d", "e"].map((name) => problem(name, 2)),
      9,
    );
    expect(lines.join(" ")).toBe("a0 a1 b0 b1 c0 c1 d0 d1 e-");
    expect(left).toBe(0);
  });

  it("are left out, and counted, if there is no room for their names", () => {
    const { lines, left } = fitProblems(
      ["a", "b", "c", "d", "e", "f"].map((name) => problem(name, 2)),
      8,
    );
    expect(lines.join(" ")).toBe("a0 a1 b0 b1 c0 c1 d-");
    expect(left).toBe(2);
  });

  it("take no more room than there is, but for the first three", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 40 }), (all, room) => {
        const { lines, left } = fitProblems(
          all.map((size, i) => problem(`p${i} `, size)),
          room,
        );
        const least = all.slice(0, 3).reduce((sum, size) => sum + size, 0);
        const taken = lines.length + (left > 0 ? 1 : 0);
        expect(taken <= Math.max(room, least + (left > 0 ? 1 : 0))).toBe(true);
        const shown = new Set(lines.map((line) => line.split(/[ -]/)[0]));
        expect(shown.size + left).toBe(all.length);
      }),
    );
  });
});
