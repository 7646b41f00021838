// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { CoverageMap } from "./coverage-map.ts";
import { type Finding, FuzzLoop } from "./fuzz-loop.ts";
import type { Target } from "./target.ts";

class Refusal extends Error {}

/** A parser with a fault three steps deep, and a counter at each. */
const counters = new Uint8Array(8);
const target: Target = {
  name: "toy",
  tokens: ["{", "x"],
  isExpected: (error) => error instanceof Refusal,
  run: (input) => {
    const text = Buffer.from(input).toString("latin1");
    for (const [i, sign] of [..."{x}x"].entries()) {
      if (text[i] !== sign) throw new Refusal("no");
      counters[i]!++;
    }
    throw new TypeError("found");
  },
};

async function fuzz(seed: number): Promise<{ tried: string[]; findings: Finding[]; kept: string[] }> {
  const result = { tried: [] as string[], findings: [] as Finding[], kept: [] as string[] };
  await new FuzzLoop({
    ...{ target, coverage: new CoverageMap(counters), corpus: ["a{}"], seed, runs: 20_000 },
    milliseconds: Number.POSITIVE_INFINITY,
    begins: (input) => result.tried.push(input),
    found: (finding) => result.findings.push(finding),
    kept: (input) => result.kept.push(input),
  }).run();
  return result;
}

test("what takes a new way is built upon, until the fault is found and cut down to what it takes", async () => {
  const { findings, kept } = await fuzz(1);
  expect(findings.map(({ kind, input }) => [kind, input])).toEqual([["failed", "{x}x"]]);
  expect(findings[0]?.what).toMatch(/^TypeError: found\n/);
  expect(kept.map((text) => text.slice(0, 1))).toContain("{");
});

test("the same seed tries the same inputs", async () => {
  const [one, again, other] = [await fuzz(2), await fuzz(2), await fuzz(3)];
  expect(again.tried).toEqual(one.tried);
  expect(other.tried).not.toEqual(one.tried);
});

test("a result that is another the second time is a finding", async () => {
  let count = 0;
  const findings: Finding[] = [];
  await new FuzzLoop({
    ...{
      target: { ...target, run: () => count++ },
      coverage: new CoverageMap(counters),
      corpus: [""],
      seed: 1,
    },
    ...{ runs: 1, milliseconds: Number.POSITIVE_INFINITY, begins: () => {}, kept: () => {} },
    found: (finding) => findings.push(finding),
  }).run();
  expect(findings.map(({ what }) => what)).toEqual(["a second run gives something else"]);
});
