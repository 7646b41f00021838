// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { Frame } from "../../../harness/guest/stack.ts";
import { isAnotherCall, strikeBefore } from "../../../harness/judge/compare/strikes.ts";
import type { Located } from "../../../harness/judge/place/locate-violations.ts";
import type { Judged, JudgedPair } from "../../../harness/judge/run/judged.ts";
import type { PlannedFault } from "../../../harness/subject/run/run-record.ts";
import { runRecord } from "../run-record.ts";

const FILE = "arch/x86/xen/p2m.c";

const strike = (struckAt: number, what = "kmalloc"): PlannedFault => ({ step: 0, what, nth: 1, struckAt });

/** The patch adds line 20 of the after side, and takes away line 30 of the before side. */
const HUNKS = [
  { path: FILE, line: 20, newLine: 20, hunk: { lines: [{ op: "+", text: "added();" }] } },
  { path: FILE, line: 30, newLine: 31, hunk: { lines: [{ op: "-", text: "gone();" }] } },
];

const side = (isOld: boolean, frames: readonly Frame[]): Judged => {
  const stacks = {
    read: () => ({ frames }),
    isChangedLine: ({ line }: Frame) => line === (isOld ? 30 : 20),
  };
  const event = { kind: "fault", point: "kmalloc" } as const;
  const record = runRecord({ events: [event], stacks: ["1"] });
  return { record, text: { placed: HUNKS, isOld, stacks } } as unknown as Judged;
};

const calls = (...at: readonly (readonly [string, number])[]): Frame[] =>
  at.map(([name, line]) => ({ function: name, file: FILE, line }));

const isAnother = (before: readonly Frame[], after: readonly Frame[]): boolean => {
  const pair: JudgedPair = { before: side(true, before), after: side(false, after) };
  return isAnotherCall(pair, strike(0), strike(0));
};

describe("a fault strikes another call", () => {
  it("if other functions lead to it", () => {
    expect(isAnother(calls(["map", 5]), calls(["unmap", 5]))).toBe(true);
    expect(isAnother(calls(["map", 5], ["mmap", 9]), calls(["map", 5]))).toBe(true);
  });

  it("if the line is another one, where lines that the patch moves are the same", () => {
    expect(isAnother(calls(["map", 5]), calls(["map", 5]))).toBe(false);
    expect(isAnother(calls(["map", 25]), calls(["map", 26]))).toBe(false);
    expect(isAnother(calls(["map", 25]), calls(["map", 25]))).toBe(true);
  });

  it("if one side's line is the patch's own, and the other side's is not", () => {
    expect(isAnother(calls(["map", 25]), calls(["map", 20]))).toBe(true);
    expect(isAnother(calls(["map", 30]), calls(["map", 20]))).toBe(false);
  });

  it("never where nothing is known of a call", () => {
    expect(isAnother([], calls(["map", 5]))).toBe(false);
  });
});

describe("the fault that led to a violation", () => {
  const located = (invariant: string, event: number, seen?: number): Located => {
    const faults = [strike(3, "first"), strike(7, "second"), strike(-1, "never")];
    return {
      judged: { record: runRecord({ faults }) },
      violation: { invariant, event, seen },
    } as unknown as Located;
  };

  it("is the last one before it showed", () => {
    expect(strikeBefore(located("bad-hypercall", 2))).toBeNull();
    expect(strikeBefore(located("bad-hypercall", 5))?.what).toBe("first");
    expect(strikeBefore(located("view-in-between", 2, 8))?.what).toBe("second");
  });

  it("is the last one of all for what shows in the end", () => {
    expect(strikeBefore(located("grant-leak", 1))?.what).toBe("second");
  });
});
