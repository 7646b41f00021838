// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { failureBefore, wasNotMappedBefore } from "../../../harness/judge/compare/failed-before.ts";
import type { Located } from "../../../harness/judge/place/locate-violations.ts";
import type { Judged, JudgedPair } from "../../../harness/judge/run/judged.ts";
import { eventText } from "../../../harness/judge/trace/event-key.ts";
import type { TraceEvent } from "../../../harness/machine/trace.ts";
import { lin } from "../../../harness/machine/units.ts";
import type { RunRecord } from "../../../harness/subject/run/run-record.ts";
import { KERNEL_PTE, runOf, USER_PTE } from "../run-record.ts";

const GENERAL_ERROR = -1;
const BAD_HANDLE = -4;
/** GNTMAP_host_map | GNTMAP_contains_pte (public grant-table header). */
const FLAGS = 18;

const op = (name: string, status: number, host: number): TraceEvent => {
  const input = { host_addr: host, flags: FLAGS, dom: 1, ref: 8 };
  return { kind: "grant-op", op: name, index: 0, lin: lin(0x500), input, status, output: {} };
};
const map = (status: number, host: number = KERNEL_PTE): TraceEvent => op("map_grant_ref", status, host);
const unmap = (status: number, host: number = KERNEL_PTE): TraceEvent => op("unmap_grant_ref", status, host);

const judged = (record: RunRecord): Judged =>
  ({ record, texts: record.events.map((event) => eventText(record, event)) }) as unknown as Judged;
const pairOf = (before: RunRecord, after: RunRecord): JudgedPair => {
  return { before: judged(before), after: judged(after) };
};

/** A violation of the after side that an event of its second step brings about. */
const located = (invariant: string, event: number): Located =>
  ({ violation: { invariant, key: invariant, step: 1, event } }) as unknown as Located;

describe("an op that Xen refuses on the after side", () => {
  const after = runOf([[map(0)], [unmap(BAD_HANDLE)]]);
  const bad = located("bad-hypercall", 3);

  it.each<[string, boolean, RunRecord]>([
    ["failed for the same entry before", true, runOf([[map(0)], [unmap(GENERAL_ERROR)]])],
    ["did not fail before", false, runOf([[map(0)], [unmap(0)]])],
    ["failed for another entry before", false, runOf([[map(0)], [unmap(BAD_HANDLE, USER_PTE)]])],
    ["failed in another step before", false, runOf([[map(0), unmap(BAD_HANDLE)], []])],
    ["was made to fail before", false, runOf([[map(0)], [unmap(GENERAL_ERROR)]], { forced: new Set([3]) })],
  ])("%s: %s", (_what, expected, before) => {
    expect(failureBefore(pairOf(before, after), bad) !== null).toBe(expected);
  });

  it("is looked at for nothing but the op itself", () => {
    const before = runOf([[map(0)], [unmap(GENERAL_ERROR)]]);
    expect(failureBefore(pairOf(before, after), located("status-ignored", 3))).toBeNull();
  });
});

describe("what becomes of an entry that the after side maps", () => {
  const after = runOf([[map(0)], [unmap(BAD_HANDLE)]]);
  const leak = located("grant-leak", 1);

  it.each<[string, boolean, RunRecord]>([
    ["could not become of it before, where the op failed", true, runOf([[map(GENERAL_ERROR, 0)], []])],
    ["could, where it was mapped", false, runOf([[map(0)], []])],
    ["could, but for what the scenario made fail", false, runOf([[map(-1)], []], { forced: new Set([1]) })],
    ["cannot be told where the before side makes other ops", false, runOf([[map(-1), map(0)], []])],
  ])("%s: %s", (_what, expected, before) => {
    expect(wasNotMappedBefore(pairOf(before, after), leak)).toBe(expected);
  });

  it("is not told of another entry", () => {
    const other = runOf([[map(0)], [unmap(BAD_HANDLE, USER_PTE)]]);
    const violation = located("bad-hypercall", 3);
    expect(wasNotMappedBefore(pairOf(runOf([[map(-1)], []]), other), violation)).toBe(false);
  });
});
