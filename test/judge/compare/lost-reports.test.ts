// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { lostReports } from "../../../harness/judge/compare/lost-reports.ts";
import type { Judged } from "../../../harness/judge/run/judged.ts";
import type { TraceEvent } from "../../../harness/machine/trace.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import type { RunRecord } from "../../../harness/subject/run/run-record.ts";
import { grantOp, runOf } from "../run-record.ts";

const scenario = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;

const warning: TraceEvent = { kind: "warn", text: "oh" };
const message: TraceEvent = { kind: "printk", text: "gnttab unmap failed" };
const strike = (what: string, struckAt: number): RunRecord["faults"][number] => ({
  step: 0,
  what,
  nth: 1,
  struckAt,
});

/** A run of one step, in which faults strike at its first event; a stack is read as the functions in its text. */
const side = (
  events: readonly TraceEvent[],
  faults: readonly string[],
  value: number | null = null,
): Judged => {
  const run = runOf([events], { faults: faults.map((what, i) => strike(what, 1 + i)) });
  const outcomes = run.outcomes.map((one) => ({ ...one, value }));
  const stacks = run.events.map((event) =>
    event.kind === "warn" || event.kind === "printk" ? event.text : "",
  );
  const read = (text: string) => {
    const path = text === "" ? [] : [text];
    return { path, frames: [], function: path[0] ?? "", place: {} };
  };
  return { record: { ...run, outcomes, stacks }, text: { stacks: { read } } } as unknown as Judged;
};

const told = (kind: "regressed" | "fixed", before: Judged, after: Judged): string[] =>
  lostReports(scenario, { before, after }).flatMap((one) => (one.class === kind ? [one.signature] : []));
const lost = (before: Judged, after: Judged): string[] => told("regressed", before, after);

describe("a report of what was made to fail is lost", () => {
  const before = side([warning], ["kmalloc"]);

  it("if nothing says anything of it any more", () => {
    expect(lost(before, side([], ["kmalloc"]))).toEqual(["status-ignored: report of a failed kmalloc in oh"]);
  });

  it("unless it is still there, another one is in its place, or the call returns an error", () => {
    expect(lost(before, side([warning], ["kmalloc"]))).toEqual([]);
    expect(lost(before, side([{ kind: "warn", text: "alas" }], ["kmalloc"]))).toEqual([]);
    expect(lost(before, side([], ["kmalloc"], -12))).toEqual([]);
  });

  it("and is fixed the other way round", () => {
    const signature = "status-ignored: report of a failed kmalloc in oh";
    expect(told("fixed", side([], ["kmalloc"]), before)).toEqual([signature]);
    expect(told("fixed", side([], ["kmalloc"], -12), before)).toEqual([]);
  });

  it("unless the same does not fail any more", () => {
    expect(lost(before, side([], []))).toEqual([]);
  });

  it("unless it was one of a handle that Xen refused anyway", () => {
    const refused = grantOp("unmap_grant_ref", { status: -4, input: { handle: 3 } });
    expect(lost(side([refused, warning], ["kmalloc"]), side([refused], ["kmalloc"]))).toEqual([]);
  });
});

describe("a line on the console", () => {
  const twice = ["set_phys_to_machine", "op unmap_grant_ref"];
  const signature = "status-ignored: report of a failed op unmap_grant_ref in gnttab unmap failed";
  const quiet: TraceEvent = { kind: "result", value: 0 };

  it("is the report of what fails second: the error of the call is of what failed first", () => {
    const after = side([quiet, quiet], twice, -12);
    expect(lost(side([quiet, quiet, message], twice, -12), after)).toEqual([signature]);
  });

  it("is none where one thing fails: there the error tells", () => {
    const once = ["set_phys_to_machine"];
    expect(lost(side([quiet, message], once), side([quiet], once))).toEqual([]);
  });
});
