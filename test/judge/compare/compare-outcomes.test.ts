// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { compareOutcomes } from "../../../harness/judge/compare/compare-outcomes.ts";
import type { Judged } from "../../../harness/judge/run/judged.ts";
import type { Finding, FindingClass } from "../../../harness/judge/verdict/finding.ts";
import type { TraceEvent } from "../../../harness/machine/trace.ts";
import type { Lin, Mfn } from "../../../harness/machine/units.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import type { Violation } from "../../../harness/subject/invariant.ts";
import type { KernelView } from "../../../harness/subject/run/run-record.ts";
import type { Step } from "../../../harness/subject/step-kinds.ts";
import { GRANTED_FRAME, KERNEL_VA, OWN_FRAME, PAGE, runRecord } from "../run-record.ts";

const scenario = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;
const EFAULT = -14;

it("an access that reached another frame than the page's may as well fault", () => {
  const step = 3;
  const steps = scenario.steps.with(step, { ...scenario.steps[step], do: "direct-io" } as Step);
  const unexplained = (reached: Mfn): boolean | undefined => {
    const seen = { step, map: "m", page: 0, pfn: PAGE, mfn: GRANTED_FRAME, va: KERNEL_VA, reached };
    const run = (value: number, views: readonly KernelView[]): Judged =>
      ({
        record: runRecord({ outcomes: [{ step, firstEvent: 0, value }], views }),
        violations: [] as Violation[],
      }) as unknown as Judged;
    const pair = { before: run(7, [seen]), after: run(EFAULT, []) };
    return compareOutcomes({ ...scenario, steps }, pair, [])[0]?.unexplained;
  };
  expect(unexplained(OWN_FRAME)).toBe(false);
  expect(unexplained(GRANTED_FRAME)).toBe(true);
});

/** A change of one step's value, seen beside some findings at steps that count from 1; null for no change. */
function changeOf(
  verb: Step["do"],
  [was, is]: readonly [number | null, number | null],
  findings: readonly (readonly [FindingClass, string, number])[] = [],
): Finding | null {
  const step = 3;
  const steps = scenario.steps.with(step, { ...scenario.steps[step], do: verb } as Step);
  const run = (value: number | null): Judged =>
    ({
      record: runRecord({ outcomes: [{ step, firstEvent: 0, value }] }),
      violations: [] as Violation[],
    }) as unknown as Judged;
  const others = findings.map(([kind, invariant, at]) => ({ class: kind, invariant, step: at }) as Finding);
  return compareOutcomes({ ...scenario, steps }, { before: run(was), after: run(is) }, others)[0] ?? null;
}

describe("a result that differs between the sides", () => {
  it("is told with both values, and is none where they are equal", () => {
    expect(changeOf("mmap", [0, EFAULT])).toMatchObject({ step: 4, before: "0", after: "-EFAULT" });
    expect(changeOf("mmap", [0, 0])).toBeNull();
  });

  it.each([
    ["nothing", [], true],
    ["what was fixed", [["fixed", "kernel-view", 2]], false],
    ["what was broken", [["regressed", "kernel-view", 2]], false],
    ["what was there before", [["pre-existing", "kernel-view", 2]], true],
  ] as const)("as a value is explained by %s: unexplained %s", (_what, findings, unexplained) => {
    expect(changeOf("peer-read", [1, 2], findings)).toMatchObject({ unexplained });
  });

  it.each([
    ["a failure that is noticed now, in the same step", [["fixed", "status-ignored", 4]], false],
    ["one of another step", [["fixed", "status-ignored", 3]], true],
    ["a leak that is gone", [["fixed", "grant-leak", 4]], true],
  ] as const)(
    "as an error in place of success is explained by %s: unexplained %s",
    (_what, findings, unexplained) => {
      expect(changeOf("mmap", [0, EFAULT], findings)).toMatchObject({ unexplained });
    },
  );

  it.each([
    ["a mapping that no longer outlives its grant", [["fixed", "grant-leak", 2]], false],
    [
      "one where something else broke",
      [
        ["fixed", "grant-leak", 2],
        ["regressed", "kernel-view", 3],
      ],
      true,
    ],
    ["what has nothing to do with mappings", [["fixed", "memory-leak", 2]], true],
  ] as const)(
    "as a fault of an access is explained by %s: unexplained %s",
    (_what, findings, unexplained) => {
      expect(changeOf("kernel-read", [172, EFAULT], findings)).toMatchObject({ unexplained });
    },
  );
});

describe("a step that is refused a second time now", () => {
  const MMAP = 3;
  const mmap = (name: string): Step => ({ ...scenario.steps[MMAP], do: "mmap", map: name }) as Step;
  const stepsAfter = (first: Step): Step[] => scenario.steps.with(MMAP - 1, first).with(MMAP, mmap("m"));
  const where = { host_addr: 0x1000, flags: 2 };
  const map = (status: number): TraceEvent => {
    return {
      kind: "grant-op",
      op: "map_grant_ref",
      index: 0,
      lin: 0 as Lin,
      input: where,
      status,
      output: {},
    };
  };
  const overwritten: TraceEvent = {
    kind: "grant-op",
    op: "unmap_grant_ref",
    index: 0,
    lin: 0 as Lin,
    input: where,
    status: -1,
    output: {},
  };
  /** A side whose mmap maps a page, and which breaks a rule about that page two steps later, or not. */
  const side = (value: number, status: number, breaks: boolean): Judged => {
    const events: TraceEvent[] = [
      { kind: "step", step: MMAP },
      map(status),
      { kind: "step", step: 5 },
      overwritten,
    ];
    const record = runRecord({
      events,
      outcomes: [
        { step: MMAP - 1, firstEvent: 0, value: 0 },
        { step: MMAP, firstEvent: 0, value },
      ],
    });
    const broken = { invariant: "implicit-unmap", key: "entry", step: 5, event: 3 } as Violation;
    return { record, violations: breaks ? [broken] : [] } as unknown as Judged;
  };
  const unexplained = (before: Judged, after: Judged, steps = stepsAfter(mmap("m"))): boolean | undefined =>
    compareOutcomes({ ...scenario, steps }, { before, after }, [])[0]?.unexplained;

  it("is explained by what the mapping led to before", () => {
    expect(unexplained(side(0, 0, true), side(EFAULT, 0, false))).toBe(false);
  });

  it("is not, if it is the first of its kind: what refuses all breaks nothing", () => {
    const [before, after] = [side(0, 0, true), side(EFAULT, 0, false)];
    expect(unexplained(before, after, stepsAfter(mmap("n")))).toBe(true);
  });

  it("is not, if it led to nothing, or nothing was mapped, or it leads there still", () => {
    expect(unexplained(side(0, 0, false), side(EFAULT, 0, false))).toBe(true);
    expect(unexplained(side(0, -1, true), side(EFAULT, 0, false))).toBe(true);
    expect(unexplained(side(0, 0, true), side(EFAULT, 0, true))).toBe(true);
  });
});

it("a write that faults now is explained by a mapping that was writable and should not have been", () => {
  expect(changeOf("user-write", [0, EFAULT], [["fixed", "user-rights", 2]])).toMatchObject({
    unexplained: false,
  });
  expect(changeOf("user-read", [0, EFAULT], [["fixed", "user-rights", 2]])).toMatchObject({
    unexplained: true,
  });
});

it("an access that faults now is explained by a foreign page that showed something else by then", () => {
  expect(changeOf("user-read", [7, EFAULT], [["fixed", "foreign-view", 4]])).toMatchObject({
    unexplained: false,
  });
  expect(changeOf("user-read", [7, EFAULT], [["fixed", "foreign-view", 5]])).toMatchObject({
    unexplained: true,
  });
});

describe("after a call that no kernel may grant", () => {
  const BATCH = { do: "privcmd-map-batch" } as Step;
  const READ = { do: "user-read" } as Step;

  /** Whether another result of a read is unexplained that comes after a call which one side grants. */
  function unexplained(was: number, is: number, isToBeRefused?: true): boolean | undefined {
    const run = (value: number, read: number): Judged => {
      const outcomes = [
        { step: 0, firstEvent: 0, value, ...(isToBeRefused === true ? { isToBeRefused } : {}) },
        { step: 1, firstEvent: 0, value: read },
      ];
      return { record: runRecord({ outcomes }), violations: [] as Violation[] } as unknown as Judged;
    };
    const pair = { before: run(was, 7), after: run(is, EFAULT) };
    return compareOutcomes({ ...scenario, steps: [BATCH, READ] }, pair, [])[1]?.unexplained;
  }

  it("others find what they should have found before", () => {
    expect(unexplained(0, -22, true)).toBe(false);
    expect(unexplained(0, -22)).toBe(true);
  });
});
