// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { costChanges } from "../../../harness/gate/cost/cost-changes.ts";
import type { EntryCost } from "../../../harness/judge/cost/entry-cost.ts";
import { costOf } from "../../support/judgement.ts";

const ONE = [1, 1, 1, 1, 1, 1];
const MORE = [2, 3, 5, 9, 17, 33];
const SQUARE = [1, 4, 16, 64, 256, 1024];

const of = (...costs: EntryCost[]) => costChanges([{ config: "x86_64", costs }]);

describe("what callers pay", () => {
  it("is told where it changes, with its laws", () => {
    const changes = of(costOf("mmap", "hypercalls", ONE, MORE), costOf("munmap", "hypercalls", ONE, ONE));
    expect(changes).toEqual([
      {
        ...{ entry: "mmap", per: "mmap of n pages", count: "hypercalls", configs: ["x86_64"] },
        before: { values: ONE, law: "1" },
        after: { values: MORE, law: "1 + n" },
        isSteeper: true,
      },
    ]);
  });

  it("is told once for the configurations in which it is the same", () => {
    const costs = [costOf("mmap", "hypercalls", ONE, MORE)];
    const other = [costOf("mmap", "hypercalls", ONE, SQUARE)];
    const changes = costChanges([
      { config: "x86_64", costs },
      { config: "x86_32-pae", costs: other },
      { config: "x86_32-pae-highmem", costs },
    ]);
    expect(changes.map(({ after, configs }) => [after.law, configs])).toEqual([
      ["1 + n", ["x86_64", "x86_32-pae-highmem"]],
      ["n^2", ["x86_32-pae"]],
    ]);
  });

  it("comes in the order of what matters, whatever the call", () => {
    const changes = of(
      costOf("mmap", "work", ONE, MORE),
      costOf("mmap", "locks", ONE, MORE),
      costOf("munmap", "hypercalls", ONE, MORE),
    );
    expect(changes.map(({ count }) => count)).toEqual(["hypercalls", "locks", "work"]);
  });

  it("is steeper if it grows faster, and not if it grows more", () => {
    const twice = MORE.map((one) => 2 * one);
    const batches = [1, 1, 1, 1, 1, 2];
    const changes = of(
      costOf("a", "locks", MORE, twice),
      costOf("b", "locks", MORE, SQUARE),
      costOf("c", "locks", SQUARE, MORE),
      costOf("d", "locks", ONE, batches),
      costOf("e", "locks", MORE, batches),
      costOf(
        "f",
        "locks",
        batches,
        batches.map((one) => one + 3),
      ),
      costOf(
        "g",
        "locks",
        batches,
        batches.map((one, i) => one + SQUARE[i]!),
      ),
    );
    expect(changes.map(({ entry, isSteeper }) => `${entry} ${isSteeper}`)).toEqual([
      "a false",
      "b true",
      "c false",
      "d true",
      "e false",
      "f false",
      "g true",
    ]);
    expect(changes.find(({ entry }) => entry === "e")!.after).toEqual({ values: batches, law: null });
  });

  it("of a call that fails on one side is not compared, and that is told once", () => {
    const changes = of(costOf("kmap", "hypercalls", null, ONE), costOf("kmap", "locks", null, ONE));
    expect(changes).toEqual([
      expect.objectContaining({
        ...{ entry: "kmap", count: null, isSteeper: false },
        before: { values: null, law: null },
        after: { values: [], law: null },
      }),
    ]);
  });

  it("of a call that fails on both sides says nothing, nor does what was not counted", () => {
    expect(of(costOf("kmap", "hypercalls", null, null))).toEqual([]);
    expect(costChanges([{ config: "x86_64", costs: null }])).toEqual([]);
  });
});
