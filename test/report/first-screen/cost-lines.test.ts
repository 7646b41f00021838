// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { costChanges } from "../../../harness/gate/cost/cost-changes.ts";
import type { EntryCost } from "../../../harness/judge/cost/entry-cost.ts";
import { costLines } from "../../../harness/report/first-screen/cost-lines.ts";
import { makeScreen } from "../../../harness/report/screen.ts";
import { costOf } from "../../support/judgement.ts";

const ONE = [1, 1, 1, 1, 1, 1];
const MORE = [2, 3, 5, 9, 17, 33];
const SQUARE = [1, 4, 16, 64, 256, 1024];

function lines(costs: readonly EntryCost[], width = 80): string[] {
  const patch = { costs: costChanges([{ config: "x86_64", costs }]) };
  return costLines(patch, makeScreen(width, false), 3).join("\n").split("\n");
}

describe("costs on the first screen", () => {
  it("say what is counted, of what, and by which law", () => {
    expect(lines([costOf("mmap", "hypercalls", ONE, MORE)])).toEqual([
      "cost: hypercalls per mmap of n pages: 1 -> 1 + n (x86_64)",
    ]);
  });

  it("say by values where there is no law", () => {
    expect(lines([costOf("mmap", "hypercalls", ONE, [1, 1, 1, 1, 1, 2])], 200)).toEqual([
      "cost: hypercalls per mmap of n pages: 1 -> [1, 1, 1, 1, 1, 2] for n = 1, 2, 4, 8, 16, 32 (x86_64)",
    ]);
  });

  it("say by how much what has no law grows, if that has one", () => {
    const [before, after] = [
      [1, 2, 4, 8, 16, 33],
      [3, 5, 9, 17, 33, 66],
    ];
    expect(lines([costOf("mmap", "locks", before!, after!)], 200)).toEqual([
      "cost: locks taken per mmap of n pages: changes by 1 + n (before: 1 for n = 1, 33 for n = 32) (x86_64)",
    ]);
  });

  it("begin with what grows faster", () => {
    const costs = [
      costOf(
        "mmap",
        "hypercalls",
        ONE,
        ONE.map((one) => one + 1),
      ),
      costOf("munmap", "locks", MORE, SQUARE),
    ];
    expect(lines(costs)[0]).toBe("cost: locks taken per munmap of n pages: 1 + n -> n^2 (x86_64)");
  });

  it("tell of the kernel's own work only where that grows faster", () => {
    expect(
      lines([
        costOf(
          "mmap",
          "work",
          ONE,
          ONE.map((one) => one + 1),
        ),
      ]),
    ).toEqual([""]);
    expect(lines([costOf("mmap", "work", MORE, SQUARE)])).toHaveLength(1);
  });

  it("are silent on a call that fails: what is broken stands above", () => {
    expect(lines([costOf("kmap", "hypercalls", null, ONE)])).toEqual([""]);
  });

  test.each([80, 60, 40])("take three lines and no more, %d columns wide", (width) => {
    const costs = ["a", "b", "c", "d", "e"].map((entry) => costOf(entry, "hypercalls", ONE, MORE));
    const told = lines(costs, width);
    expect(told.length).toBeLessThanOrEqual(3);
    expect(told.join(" ")).toMatch(/, and\s+\d more$/);
  });
});
