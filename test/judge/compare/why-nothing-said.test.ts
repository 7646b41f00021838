// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { whyNothingSaid } from "../../../harness/judge/compare/why-nothing-said.ts";
import type { Judged } from "../../../harness/judge/run/judged.ts";
import type { Finding } from "../../../harness/judge/verdict/finding.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import type { RunRecord } from "../../../harness/subject/run/run-record.ts";
import { runRecord } from "../run-record.ts";

const scenario = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;
const OPEN = scenario.steps.findIndex(({ do: verb }) => verb === "open");

const side = (over: Partial<RunRecord>, exercised: boolean | null = null): Judged =>
  ({ record: runRecord(over), exercised }) as Judged;

const why = (before: Judged, after: Judged, findings: readonly Finding[] = []): string | null =>
  whyNothingSaid(scenario, { before, after }, findings)?.kind ?? null;

const fault = (struckAt: number): RunRecord["faults"][number] => ({
  step: 0,
  what: "kmalloc",
  nth: 9,
  struckAt,
});
const DEAD = { death: "bug", deathStep: 2, deathText: "kernel BUG" } as const;
const REFUSED = { outcomes: [{ step: OPEN, firstEvent: 0, value: -19 }] };

describe("a scenario says nothing", () => {
  it("if its fault never happens on either side", () => {
    expect(why(side({ faults: [fault(-1)] }), side({ faults: [fault(-1)] }))).toBe("fault-not-reached");
    expect(why(side({ faults: [fault(-1)] }), side({ faults: [fault(7)] }))).toBeNull();
    expect(why(side({}), side({}))).toBeNull();
  });

  it("if both sides die before a changed line runs", () => {
    expect(why(side(DEAD, false), side(DEAD, false))).toBe("ends-early");
    expect(why(side(DEAD, false), side(DEAD, true))).toBeNull();
    expect(why(side(DEAD, false), side({}, false))).toBeNull();
  });

  it("if both sides are refused the device", () => {
    expect(why(side(REFUSED, false), side(REFUSED, false))).toBe("ends-early");
  });

  it("only as long as nothing was found that differs", () => {
    const old = { class: "pre-existing" } as Finding;
    expect(why(side(DEAD, false), side(DEAD, false), [old])).toBe("ends-early");
    expect(why(side(DEAD, false), side(DEAD, false), [old, { class: "fixed" } as Finding])).toBeNull();
  });
});
