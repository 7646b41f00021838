// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { makeGateReport } from "../../../harness/gate/make-gate-report.ts";
import { type CostBound, NO_POLICY } from "../../../harness/gate/policy/policy.ts";
import type { EntryCost } from "../../../harness/judge/cost/entry-cost.ts";
import { parseLaw } from "../../../harness/judge/cost/parse-law.ts";
import type { ConfigName } from "../../../harness/machine/config.ts";
import { configOf, costOf, patchOf, queueOf, scenarioOf } from "../../support/judgement.ts";

const MORE = [2, 3, 5, 9, 17, 33];

const most = (law: string, over: Partial<CostBound> = {}): CostBound => ({
  ...{ entry: "mmap", count: "hypercalls", configs: null, line: 7 },
  atMost: parseLaw(law)!,
  ...over,
});

function gate(costs: readonly CostBound[], ...counted: (readonly [ConfigName, EntryCost[] | null])[]) {
  const configs = counted.map(([config, own]) => configOf([scenarioOf("cup")], { config, costs: own }));
  const policy = { ...NO_POLICY, path: "p.yaml", costs };
  return makeGateReport(queueOf([patchOf(configs)]), policy, "2026-11-23");
}

const paid = (values: number[] | null) => [costOf("mmap", "hypercalls", [1, 1, 1, 1, 1, 1], values)];
const notes = (...args: Parameters<typeof gate>) => gate(...args).patches[0]!.notes;

describe("a bound on a cost", () => {
  it("that holds says nothing", () => {
    const report = gate([most("1 + n"), most("33")], ["x86_64", paid(MORE)]);
    expect(report).toMatchObject({ verdict: "pass", exitCode: 0 });
    expect(report.patches[0]!.notes).toEqual([]);
  });

  it("that is exceeded fails, with the first number of pages for which it is", () => {
    const report = gate([most("8")], ["x86_64", paid(MORE)], ["x86_32-pae", paid(MORE)]);
    expect(report).toMatchObject({ verdict: "fail", exitCode: 1 });
    const text =
      "hypercalls per mmap of n pages: 1 + n, 9 for n = 8 (at most 8 allowed) (x86_64, x86_32-pae)";
    expect(report.patches[0]!.notes).toEqual([{ kind: "cost", fails: true, line: 7, text }]);
  });

  it("holds for each number of pages, and where there is no law", () => {
    const [note] = notes([most("n")], ["x86_64", paid([1, 2, 4, 8, 16, 33])]);
    expect(note!.text).toBe("hypercalls per mmap of n pages: 33 for n = 32 (at most n allowed) (x86_64)");
  });

  it("of a call that fails is not held, as nobody can tell", () => {
    const [note] = notes([most("9")], ["x86_64", paid(null)]);
    expect(note).toMatchObject({ kind: "cost", fails: true });
    expect(note!.text).toContain("cannot be counted, since a call fails");
  });

  it("is one note, however it is exceeded", () => {
    const found = notes([most("1")], ["x86_64", paid(MORE)], ["x86_32-pae", paid(null)]);
    expect(found).toHaveLength(1);
    expect(found[0]!.text).toMatch(/\(x86_64\); .*\(x86_32-pae\)$/);
  });

  it("is asked of its configurations alone", () => {
    const there = most("1", { configs: ["x86_64"] });
    expect(notes([there], ["x86_32-pae", paid(MORE)])).toEqual([]);
    expect(notes([there], ["x86_64", paid(MORE)])).toHaveLength(1);
  });

  it("asks nothing where costs were not counted, or the patch does not concern the call", () => {
    expect(notes([most("1")], ["x86_64", null])).toEqual([]);
    expect(notes([most("1", { entry: "kmap" })], ["x86_64", paid(MORE)])).toEqual([]);
    expect(notes([most("1", { count: "locks" })], ["x86_64", paid(MORE)])).toEqual([]);
  });
});
