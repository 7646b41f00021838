// SPDX-License-Identifier: GPL-2.0-only
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costAt, costLaw } from "../../../harness/judge/cost/cost-law.ts";
import { lawText } from "../../../harness/judge/cost/law-text.ts";
import { parseLaw } from "../../../harness/judge/cost/parse-law.ts";
import { COST_PAGES } from "../../../harness/scenario/cost-scenarios.ts";

const factor = fc.integer({ min: -1_000_000, max: 1_000_000 });
const law = fc.record({ constant: factor, linear: factor, square: factor });

const valuesOf = (one: Parameters<typeof costAt>[0]): number[] => COST_PAGES.map((n) => costAt(one, n));

describe("a law in the number of pages", () => {
  test("any polynomial up to the square with whole coefficients is found", () => {
    fc.assert(
      fc.property(law, (one) => {
        expect(costLaw(valuesOf(one))).toEqual(one);
      }),
    );
  });

  test("so is one that counts pairs", () => {
    fc.assert(
      fc.property(law, fc.integer({ min: -1000, max: 1000 }), (one, k) => {
        const pairs = { ...one, linear: one.linear + k / 2, square: one.square + k / 2 };
        expect(costLaw(valuesOf(pairs))).toEqual(pairs);
      }),
    );
  });

  test("one value that is beside it, and there is no law", () => {
    const at = fc.integer({ min: 0, max: COST_PAGES.length - 1 });
    const by = fc.integer({ min: -1000, max: 1000 }).filter((one) => one !== 0);
    fc.assert(
      fc.property(law, at, by, (one, i, off) => {
        const values = valuesOf(one).map((value, j) => (i === j ? value + off : value));
        expect(costLaw(values)).toBeNull();
      }),
    );
  });

  test("values that none explains have none: batches, powers, roots", () => {
    const none = [
      [1, 1, 1, 1, 1, 2],
      [1, 2, 3, 4, 5, 6],
      [2, 4, 16, 256, 65536, 4294967296],
      [1, 8, 64, 512, 4096, 32768],
      [0, 1, 5, 21, 85, 341],
    ];
    expect(none.map(costLaw)).toEqual(none.map(() => null));
  });

  test.each([
    [{ constant: 0, linear: 0, square: 0 }, "0"],
    [{ constant: 1, linear: 1, square: 0 }, "1 + n"],
    [{ constant: 88, linear: 72, square: 0 }, "88 + 72n"],
    [{ constant: 0, linear: 0.5, square: 0.5 }, "n/2 + n^2/2"],
    [{ constant: -1, linear: -3, square: 1.5 }, "-1 - 3n + 3n^2/2"],
    [{ constant: 0, linear: 0, square: 2 }, "2n^2"],
  ])("%j reads %s", (one, text) => {
    expect(lawText(one)).toBe(text);
  });

  test("what is written of a law is read as that law", () => {
    const half = factor.map((one) => one / 2);
    fc.assert(
      fc.property(fc.record({ constant: factor, linear: half, square: half }), (one) => {
        const read = parseLaw(lawText(one));
        expect(read).not.toBeNull();
        expect(valuesOf(read!)).toEqual(valuesOf(one));
      }),
    );
  });

  test.each(["n+1", "1+n", " 1 + 1n ", "1 + n/2 + n/2"])("%j is 1 + n", (text) => {
    expect(parseLaw(text)).toEqual({ constant: 1, linear: 1, square: 0 });
  });

  test.each(["", "n n", "1 0", "n^3", "x", "1 +", "1/2", "1.5", "2*n", "n²", `${"1+".repeat(99)}1`])(
    "%j is no law",
    (text) => {
      expect(parseLaw(text)).toBeNull();
    },
  );
});
