// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { GatePatch, GateTrace } from "../../../harness/gate/gate-report.ts";
import { fitTraces } from "../../../harness/report/html/fit-traces.ts";
import { redReport } from "../../support/gate-sample.ts";

const [red] = redReport().patches as [GatePatch];
const row = { before: "a", after: "a", step: 0, where: null };
const trace = (scenario: string, rows: number): GateTrace => {
  return { ...red.traces[0]!, scenario, rows: Array.from({ length: rows }, () => row) };
};
const shown = (...patches: (readonly GateTrace[])[]): string[][] =>
  fitTraces(patches.map((traces) => ({ ...red, traces }))).map(({ traces }) =>
    traces.map(({ scenario }) => scenario),
  );

it("a page of usual length keeps all traces, in their order", () => {
  expect(shown([trace("b", 300), trace("a", 3000)], [trace("c", 5)])).toEqual([["b", "a"], ["c"]]);
});

it("of a series with too many, each patch keeps those that matter most to it", () => {
  const long = (name: string): GateTrace[] => ["1", "2", "3"].map((rank) => trace(name + rank, 20_000));
  expect(shown(long("a"), long("b"))).toEqual([
    ["a1", "a2", "a3"],
    ["b1", "b2"],
  ]);
});

it("one that is too long by itself takes nothing from the others", () => {
  expect(shown([trace("long", 100_001), trace("short", 10)])).toEqual([["short"]]);
});
