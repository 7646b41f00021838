// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { INVARIANTS } from "../../harness/judge/invariants/index.ts";
import type { TraceEvent } from "../../harness/machine/trace.ts";
import { domid, gref, handle, lin, pfn, vaddr } from "../../harness/machine/units.ts";
import { UNMAP_NOTICES } from "../../harness/subject/gntdev/notifies-of-run.ts";
import type { UnmapNotice } from "../../harness/subject/gntdev/unmap-notice.ts";
import { STRAY_OVERRIDES } from "../../harness/subject/grants/stray-overrides.ts";
import type { Violation } from "../../harness/subject/invariant.ts";
import { FOREIGN_LEAKS } from "../../harness/subject/privcmd/foreign-leaks.ts";
import { WRONG_VIEWS, type WrongView } from "../../harness/subject/privcmd/foreign-views.ts";
import { BREACHES } from "../../harness/subject/privcmd/restrictions.ts";
import { UNKNOWN_IOCTLS } from "../../harness/subject/privcmd/unknown-ioctls.ts";
import { WRONG_ANSWERS } from "../../harness/subject/privcmd/wrong-answers.ts";
import type { RunRecord } from "../../harness/subject/run/run-record.ts";
import {
  change,
  GRANTED_FRAME,
  grantOp,
  hypercall,
  KERNEL_PTE,
  KERNEL_VA,
  OWN_FRAME,
  PAGE,
  p2mWrite,
  probe,
  pteWrite,
  runOf,
  runRecord,
  USER_PTE,
  view,
} from "./run-record.ts";

const check = (id: string, record: RunRecord): readonly Violation[] =>
  INVARIANTS.find((one) => one.id === id)!.check(record);

const rule = (name: string, text = "told"): TraceEvent => ({ kind: "rule", rule: name, text });
const access = (stale: boolean): TraceEvent => ({
  kind: "access",
  view: "kernel",
  write: true,
  va: vaddr(KERNEL_VA + 8),
  mfn: GRANTED_FRAME,
  stale,
});
const lazy = (entered: boolean): TraceEvent => ({ kind: "lazy-mmu", entered });
const evtchn = (get: boolean): TraceEvent => ({ kind: "evtchn-ref", port: 7, get });
const live = (flags: number): RunRecord["liveHandles"][number] => ({
  handle: handle(3),
  granter: domid(1),
  ref: gref(8),
  mfn: GRANTED_FRAME,
  flags,
  hostPins: 1,
  devicePins: 0,
  where: [KERNEL_PTE],
});
const mapped = (flags: number): TraceEvent =>
  grantOp("map_grant_ref", { input: { flags, host_addr: KERNEL_PTE }, output: { handle: 3 } });
const result = (value: number): TraceEvent => ({ kind: "result", value });
const clearedTo = (byte: number): UnmapNotice => {
  return { kind: "byte", step: 0, map: "m", page: 0, pfn: PAGE, byte };
};
const noticing = (notice: UnmapNotice): RunRecord =>
  runRecord({ observed: new Map([[UNMAP_NOTICES.name, [notice]]]) });

const sent = (count: number): UnmapNotice => {
  return { kind: "event", step: 1, port: 5, wanted: 1, sent: count };
};
const allocation: TraceEvent = { kind: "alloc", by: "kzalloc", bytes: 24, lin: lin(0x900), atomic: false };
const died = (death: RunRecord["death"]): RunRecord =>
  runRecord({ death, deathStep: 1, deathText: "it stops", events: [{ kind: "oops", text: "it stops" }] });
const fields = (at: number): { fields: Uint32Array } => {
  const words = new Uint32Array(10);
  words[at] = 1;
  return { fields: words };
};

const warning = (text = "oh"): TraceEvent => ({ kind: "warn", text });
const freed: TraceEvent = { kind: "free", by: "kfree", lin: lin(0x900), ok: true };
const struck = (struckAt: number): RunRecord["faults"][number] => ({
  step: 0,
  what: "kmalloc",
  nth: 1,
  struckAt,
});

/** A process's call that fails, by its events, and what happens after it. */
function failing(call: readonly TraceEvent[], later: readonly TraceEvent[] = [], value = -14): RunRecord {
  const record = runOf([call, later]);
  const outcomes = record.outcomes.map((one, i) =>
    i === 0 ? { ...one, value, isSystemCall: true as const } : one,
  );
  return { ...record, outcomes };
}

const held = (change: number): TraceEvent => ({ kind: "page-ref", pfn: PAGE, change });
const unmapped = grantOp("unmap_grant_ref", { input: { handle: 3, host_addr: USER_PTE } });

const overwritten = (of: number): TraceEvent => {
  return { kind: "implicit-unmap", by: "native_set_pte", maddr: USER_PTE, mfn: GRANTED_FRAME, handle: of };
};
const copied = (flags: number, status = 0): TraceEvent =>
  grantOp("copy", { status, input: { flags, dest: OWN_FRAME } });
const dirty: TraceEvent = { kind: "page-dirty", pfn: PAGE };

/** A dm_op by which Xen answers in a page of the caller's. */
const answered = (...wrote: (typeof PAGE)[]): TraceEvent => {
  return { kind: "hypercall", call: "dm_op", op: "", count: 1, ret: 0, wrote };
};
const buffers = (count: number): TraceEvent => {
  return { kind: "hypercall", call: "dm_op", op: "", count, ret: -22 };
};

/** What the scenario says that no kernel may do, by its value. */
function toBeRefused(value: number | null): RunRecord {
  const record = runOf([[hypercall(0)]]);
  return { ...record, outcomes: record.outcomes.map((one) => ({ ...one, value, isToBeRefused: true })) };
}

const observing = (name: string, seen: readonly unknown[]): RunRecord =>
  runOf([[hypercall(0)]], { observed: new Map([[name, seen]]) });
const wrongView = (over: Partial<WrongView> = {}): WrongView => ({
  ...{
    step: 0,
    map: "m",
    page: 0,
    wanted: GRANTED_FRAME,
    shown: GRANTED_FRAME,
    isWritable: false,
    pte: USER_PTE,
  },
  ...over,
});
const wrongViews = (...views: readonly WrongView[]): RunRecord => observing(WRONG_VIEWS.name, views);

const balloon = (by: string): TraceEvent => ({ kind: "pages", by, pfns: [PAGE] });

/** For each invariant: a run that keeps it (by a little), and one that breaks it. */
const CASES: readonly (readonly [id: string, kept: RunRecord, broken: RunRecord])[] = [
  ["no-fault", died("hang"), died("oops")],
  ["no-fault", died("unmodelled"), died("bug")],
  ["no-fault", runRecord(), died("deadlock")],
  ["hang", died("oops"), died("hang")],
  ["kernel-view", runRecord({ probes: [probe()] }), runRecord({ probes: [probe({ kernelMfn: OWN_FRAME })] })],
  [
    "kernel-view",
    runRecord({ probes: [probe({ kernelPte: -1, kernelMfn: -1 })] }),
    runRecord({ probes: [probe({ kernelMfn: -1 })] }),
  ],
  ["kernel-view", runRecord({ views: [view()] }), runRecord({ views: [view({ reached: -1 })] })],
  ["user-view", runRecord({ probes: [probe()] }), runRecord({ probes: [probe({ userMfn: -1 })] })],
  [
    "user-view",
    runRecord({ probes: [probe()] }),
    runRecord({ probes: [probe({ userPte: -1, userMfn: -1 })] }),
  ],
  [
    "user-rights",
    runRecord({ probes: [probe({ readonly: true, userCanWrite: false })] }),
    runRecord({ probes: [probe({ readonly: true })] }),
  ],
  ["grant-leak", runOf([[mapped(2)]]), runOf([[mapped(2)]], { liveHandles: [live(2)] })],
  [
    "implicit-unmap",
    runOf([[pteWrite()]]),
    runOf([[{ kind: "implicit-unmap", by: "mmu_update", maddr: KERNEL_PTE, mfn: GRANTED_FRAME, handle: 3 }]]),
  ],
  [
    "bad-hypercall",
    runOf([[grantOp("unmap_grant_ref", { status: 0 })]]),
    runOf([[grantOp("unmap_grant_ref", { status: -4 })]]),
  ],
  [
    "bad-hypercall",
    runOf([[grantOp("map_grant_ref", { status: -1 })]]),
    runOf([[grantOp("unmap_and_replace", { status: -1 })]]),
  ],
  [
    "bad-hypercall",
    runOf([[grantOp("unmap_grant_ref", { status: -4 })]], { forced: new Set([1]) }),
    runOf([[grantOp("unmap_grant_ref", { status: -4 })]], { forced: new Set([2]) }),
  ],
  ["bad-hypercall", runOf([[hypercall(-22)]]), runOf([[hypercall(-14)]])],
  // a mapping that an ordinary write took away is that write's finding
  [
    "bad-hypercall",
    runOf([[overwritten(3), grantOp("unmap_grant_ref", { status: -1, input: { handle: 3 } })]]),
    runOf([[overwritten(4), grantOp("unmap_grant_ref", { status: -1, input: { handle: 3 } })]]),
  ],
  [
    "bad-hypercall",
    runOf([[grantOp("copy", { status: -3 })]]),
    runOf([[grantOp("copy", { status: -10, input: { len: 32 } })]]),
  ],
  ["page-not-dirty", runOf([[held(1), copied(0), dirty, held(-1)]]), runOf([[held(1), copied(0), held(-1)]])],
  // what was copied out is read only, and a copy that Xen refuses writes nothing
  ["page-not-dirty", runOf([[held(1), copied(2), held(-1)]]), runOf([[held(2), copied(0), held(-2)]])],
  [
    "page-not-dirty",
    runOf([[held(1), copied(0, -3), held(-1)]]),
    runOf([[held(1), dirty, copied(0), held(-1)]]),
  ],
  // one reference of two is given back: the page is not let go yet
  [
    "page-not-dirty",
    runOf([[held(2), copied(0), held(-1)]]),
    runOf([[held(2), copied(0), held(-1), held(-1)]]),
  ],
  [
    "bad-hypercall",
    runOf([[pteWrite()]]),
    runOf([
      [
        {
          kind: "pte-refused",
          by: "mmu_update",
          maddr: KERNEL_PTE,
          newLo: 1,
          newHi: 0,
          reason: "not yours",
          errno: -22,
        },
      ],
    ]),
  ],
  [
    "status-ignored",
    runOf([[grantOp("map_grant_ref", { status: -1 }), result(-22)]]),
    runOf([[grantOp("map_grant_ref", { status: -1 }), result(0)]]),
  ],
  [
    "status-ignored",
    runOf([[grantOp("map_grant_ref", { status: -1 }), { kind: "warn", text: "oh" }]]),
    runOf([[{ kind: "warn", text: "oh" }, grantOp("map_grant_ref", { status: -1 })]]),
  ],
  [
    "status-ignored",
    runOf([[grantOp("map_grant_ref", { status: -1 }), { kind: "printk", text: "oh" }]]),
    runOf([[grantOp("map_grant_ref", { status: -1 })], [{ kind: "printk", text: "of another step" }]]),
  ],
  [
    "status-ignored",
    runOf([[hypercall(-38), result(-38)]], { forced: new Set([1]) }),
    runOf([[hypercall(-38), result(0)]], { forced: new Set([1]) }),
  ],
  // what Xen itself refuses is told as a bad hypercall
  ["status-ignored", runOf([[hypercall(-38)]]), runOf([[hypercall(-38)]], { forced: new Set([1]) })],
  [
    "unmapped-in-use",
    runOf([[held(1), held(-1), unmapped]], { probes: [probe()] }),
    runOf([[held(1), unmapped, held(-1)]], { probes: [probe()] }),
  ],
  [
    "unmapped-in-use",
    runOf([[held(1), { ...unmapped, status: -1 } as TraceEvent, held(-1)]], { probes: [probe()] }),
    runOf([[held(1), held(1), held(-1), unmapped]], { probes: [probe()] }),
  ],
  [
    "foreign-page",
    runOf([[mapped(2)]], { probes: [probe({ foreign: { domain: 1, ref: 8 } })] }),
    runOf([[mapped(2)]], { probes: [probe({ foreign: null })] }),
  ],
  [
    "foreign-page",
    runOf([[]], { probes: [probe()] }),
    runOf([[]], { probes: [probe({ foreign: { domain: 8, ref: 1 } })] }),
  ],
  ["foreign-page", runOf([[rule("view-in-between")]]), runOf([[rule("foreign-page")]])],
  ["view-in-between", runOf([[rule("wild-pointer")]]), runOf([[rule("view-in-between")]])],
  [
    "kernel-warning",
    runOf([[warning()]], { faults: [struck(1)] }),
    runOf([[warning()]], { faults: [struck(-1)] }),
  ],
  // it tells of a handle that Xen refuses, unless the scenario made Xen refuse it
  [
    "kernel-warning",
    runOf([[grantOp("unmap_grant_ref", { status: -4, input: { handle: 3 } }), warning()]]),
    runOf([[grantOp("unmap_grant_ref", { status: 0, input: { handle: 3 } }), warning()]]),
  ],
  [
    "kernel-warning",
    runOf([[warning()]], { forced: new Set([0]) }),
    runOf([[warning()]], { forced: new Set([2]) }),
  ],
  ["error-leaves-nothing", failing([allocation, freed]), failing([allocation], [freed])],
  ["error-leaves-nothing", failing([{ ...allocation, kept: true }]), failing([allocation])],
  ["error-leaves-nothing", failing([allocation], [freed], 0), failing([allocation], [freed], -12)],
  [
    "error-leaves-nothing",
    failing([balloon("alloc_xenballooned_pages"), balloon("free_xenballooned_pages")]),
    failing([balloon("alloc_xenballooned_pages")], [balloon("free_xenballooned_pages")]),
  ],
  [
    "error-leaves-nothing",
    failing([mapped(2), grantOp("unmap_grant_ref", { input: { handle: 3 } })]),
    failing([mapped(2)], [grantOp("unmap_grant_ref", { input: { handle: 3 } })]),
  ],
  [
    "error-leaves-nothing",
    { ...failing([p2mWrite()]), boot: new Map([[PAGE, { ...change().before, p2m: [GRANTED_FRAME, 1] }]]) },
    { ...failing([p2mWrite()]), boot: new Map([[PAGE, change().before]]) },
  ],
  ["error-leaves-nothing", failing([pteWrite(KERNEL_PTE, 1)]), failing([pteWrite(KERNEL_PTE, 0)])],
  [
    "error-leaves-nothing",
    failing([
      { kind: "evtchn-ref", port: 5, get: true },
      { kind: "evtchn-ref", port: 5, get: false },
    ]),
    failing([{ kind: "evtchn-ref", port: 5, get: true }]),
  ],
  ["error-leaves-nothing", failing([pteWrite(USER_PTE, 0)]), failing([pteWrite(KERNEL_PTE, 0)])],
  [
    "status-ignored",
    // the caller of the grant functions owns this op, and reads its status itself
    runOf([[grantOp("map_grant_ref", { status: -1, lin: lin(0x10_0000 + 2 * 64 * 56 - 1) })]]),
    runOf([[grantOp("map_grant_ref", { status: -1, lin: lin(0x10_0000 + 2 * 64 * 56) })]]),
  ],
  [
    "status-ignored",
    // Xen asks for a second try of the same op
    runOf([[grantOp("map_grant_ref", { status: -12 }), grantOp("map_grant_ref", { status: 0 }), result(0)]]),
    runOf([
      [
        // another op, in the same variable
        grantOp("map_grant_ref", { status: -12, input: { host_addr: 0x5000, ref: 9 } }),
        grantOp("map_grant_ref", { status: 0 }),
        result(0),
      ],
    ]),
  ],
  [
    "status-ignored",
    runOf([[{ kind: "fault", point: "get_task_mm" }, result(-12)]]),
    runOf([[{ kind: "fault", point: "get_task_mm" }, result(0)]]),
  ],
  ["stale-tlb", runOf([[pteWrite(), access(false)]]), runOf([[pteWrite(), access(true)]])],
  [
    "pte-restored",
    runRecord({ changes: [change()] }),
    runRecord({ changes: [change({ pte: [0x5120_063, 0] })] }),
  ],
  [
    "pte-restored",
    runRecord({ changes: [{ ...change({ pte: [0, 0] }), kernelPte: -1 }] }),
    runRecord({ changes: [change({ pte: [0x5120_067, 1] })] }),
  ],
  [
    "p2m-restored",
    runRecord({ changes: [change({ p2m: [OWN_FRAME, 0] })] }),
    runRecord({ changes: [change({ p2m: [OWN_FRAME, 1] })] }),
  ],
  [
    "p2m-restored",
    runRecord({ changes: [change()] }),
    runRecord({ changes: [change({ p2m: [GRANTED_FRAME, 0] })] }),
  ],
  [
    "override-list",
    runRecord({ probes: [probe(), probe({ page: 1, pfn: pfn(0x121), override: PAGE })] }),
    runRecord({ probes: [probe({ override: pfn(0x121) })] }),
  ],
  [
    "override-list",
    runRecord({ probes: [probe()] }),
    runRecord({ observed: new Map([[STRAY_OVERRIDES.name, [{ mfn: GRANTED_FRAME, pfn: PAGE }]]]) }),
  ],
  [
    "memory-leak",
    runOf([[allocation]]),
    runOf([[allocation]], { liveAllocations: [{ lin: lin(0x900), bytes: 24, event: 1 }] }),
  ],
  ["memory-leak", runOf([[allocation]]), runOf([[allocation]], { livePages: [{ pfn: PAGE, event: 1 }] })],
  [
    "p2m-view",
    runRecord({ probes: [probe({ p2m: GRANTED_FRAME })] }),
    runRecord({ probes: [probe({ p2m: OWN_FRAME })] }),
  ],
  ["p2m-view", runRecord(), runRecord({ probes: [probe({ p2m: 0xffff_ffff })] })],
  ...(
    [
      "use-after-free",
      "out-of-bounds",
      "null-dereference",
      "wild-pointer",
      "uninitialised-read",
      "undefined-behaviour",
      "lock-balance",
      "irq-balance",
      "sleep-in-atomic",
    ] as const
  ).map((id) => [id, runOf([[rule("another")]]), runOf([[rule(id)]])] as const),
  [
    "list-corruption",
    runOf([[{ kind: "warn", text: "list of errors" }]]),
    runOf([[{ kind: "warn", text: "list_del corruption: entry was removed before" }]]),
  ],
  [
    "evtchn-ref",
    runOf([[evtchn(true), evtchn(true), evtchn(false)], [evtchn(false)]]),
    runOf([[evtchn(true), evtchn(true), evtchn(false)]]),
  ],
  [
    "evtchn-ref",
    runOf([[evtchn(true)]], { death: "oops" }),
    runOf([[evtchn(true), evtchn(false), evtchn(false)]]),
  ],
  [
    "lazy-mode-balance",
    runOf([[lazy(true), lazy(false)]], { lazyDepth: 0 }),
    runOf([[lazy(true)]], { lazyDepth: 1 }),
  ],
  ["unmap-notify", noticing(clearedTo(0)), noticing(clearedTo(7))],
  // what Xen wrote to while it was not pinned is the process's own affair
  [
    "page-not-dirty",
    runOf([[answered(PAGE), held(1), held(-1)]]),
    runOf([[held(1), answered(PAGE), held(-1)]]),
  ],
  ["page-not-dirty", runOf([[held(1), answered(), held(-1)]]), runOf([[held(2), answered(PAGE), held(-2)]])],
  ["refusal", toBeRefused(-1), toBeRefused(0)],
  ["refusal", toBeRefused(null), toBeRefused(2)],
  ["foreign-view", wrongViews(wrongView({ isWritable: true })), wrongViews(wrongView({ shown: -1 }))],
  [
    "foreign-view",
    wrongViews(wrongView({ wanted: null, shown: -1 })),
    wrongViews(wrongView({ wanted: null })),
  ],
  [
    "foreign-view",
    wrongViews(),
    wrongViews(wrongView({ shown: OWN_FRAME }), wrongView({ shown: OWN_FRAME, step: 1 })),
  ],
  [
    "foreign-view",
    observing(WRONG_ANSWERS.name, []),
    observing(WRONG_ANSWERS.name, [
      {
        step: 0,
        map: "m",
        page: 3,
        subject: "paged-out frame",
        observed: "is paged out",
        expected: "-ENOENT",
      },
    ]),
  ],
  [
    "foreign-rights",
    wrongViews(wrongView({ shown: OWN_FRAME })),
    wrongViews(wrongView({ isWritable: true })),
  ],
  [
    "foreign-leak",
    observing(FOREIGN_LEAKS.name, []),
    observing(FOREIGN_LEAKS.name, [{ mfn: GRANTED_FRAME, owner: domid(1), references: 1 }]),
  ],
  [
    "restriction",
    observing(BREACHES.name, []),
    observing(BREACHES.name, [{ step: 0, file: "f", allowed: 1, asked: 2 }]),
  ],
  [
    "restriction",
    observing(BREACHES.name, []),
    observing(BREACHES.name, [{ step: 0, file: "f", allowed: 1, asked: null }]),
  ],
  ["buffer-limit", runOf([[buffers(255)]]), runOf([[buffers(256)]])],
  [
    "unknown-ioctl",
    observing(UNKNOWN_IOCTLS.name, []),
    observing(UNKNOWN_IOCTLS.name, [{ step: 0, answer: -38 }]),
  ],
  ["unmap-notify", noticing(sent(1)), noticing(sent(0))],
  ["lazy-mode-balance", runRecord({ lazyDepth: 1, death: "oops" }), runRecord({ lazyDepth: -1 })],
  ...[0, 3, 8, 9].map(
    (at) =>
      [
        "page-fields",
        // private and index mean nothing on a page that nobody uses
        runRecord({ changes: [change(fields(4)), change(fields(6))] }),
        runRecord({ changes: [change(fields(at))] }),
      ] as const,
  ),
];

describe.each(CASES)("%s", (id, kept, broken) => {
  it("holds where it is kept", () => {
    expect(check(id, kept)).toEqual([]);
  });

  it("is broken once, and says what was seen and what was expected", () => {
    const [violation, ...more] = check(id, broken);
    expect(more).toEqual([]);
    expect(violation).toMatchObject({ invariant: id });
    expect(violation!.observed).not.toBe("");
    expect(violation!.expected).not.toBe("");
    expect(violation!.event).toBeLessThan(broken.events.length);
  });

  it("keeps addresses and counts out of its subject", () => {
    expect(check(id, broken)[0]!.subject).not.toMatch(/0x|\d{2}/);
  });
});

test("each invariant has a case here, a name of its own, and a reason", () => {
  expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(INVARIANTS.map(({ id }) => id)));
  expect(new Set(INVARIANTS.map(({ id }) => id)).size).toBe(INVARIANTS.length);
  for (const { id, why } of INVARIANTS) expect(why, id).toMatch(/\w{2,} \w+/);
});

describe("the event behind a violation", () => {
  it("of a kernel view is the last write to the entry", () => {
    const steps = [[p2mWrite(), pteWrite(), pteWrite(USER_PTE)], [pteWrite()]];
    expect(check("kernel-view", runOf(steps, { probes: [probe({ kernelMfn: -1 })] }))[0]!.event).toBe(2);
  });

  it("of a kernel view that nobody wrote is what made the page foreign", () => {
    const record = runOf([[p2mWrite(), pteWrite(USER_PTE)]], { probes: [probe({ kernelMfn: OWN_FRAME })] });
    expect(check("kernel-view", record)[0]!.event).toBe(1);
  });

  it("of a user view is the last write to the user's entry", () => {
    const record = runOf([[pteWrite(USER_PTE), pteWrite()]], { probes: [probe({ userMfn: -1 })] });
    expect(check("user-view", record)[0]!.event).toBe(1);
  });

  it("of a leaked handle is the op that gave it", () => {
    const record = runOf([[], [mapped(2), mapped(2)]], { liveHandles: [live(2)] });
    expect(check("grant-leak", record)[0]).toMatchObject({ event: 3, step: 1 });
  });

  it("of a reference that a page keeps is the last one that was taken, and of a flag what gave it a frame", () => {
    const record = runOf([[held(1), p2mWrite(), held(1024), held(-1)]], {
      changes: [change(fields(2)), change(fields(0))],
    });
    expect(check("page-fields", record).map(({ event }) => event)).toEqual([3, 2]);
  });

  it("of a foreign page is the last write to its entry, and without any the call that was to map it", () => {
    const remap: TraceEvent = { kind: "hypercall", call: "mmu_update", op: "", count: 1, ret: 0 };
    const observed = new Map([[WRONG_VIEWS.name, [wrongView({ shown: -1 })]]]);
    const event = (...events: readonly TraceEvent[]): number =>
      check("foreign-view", runOf([events], { observed }))[0]!.event;
    expect(event(pteWrite(USER_PTE), remap, hypercall(0))).toBe(1);
    expect(event(pteWrite(), remap, hypercall(0))).toBe(2);
  });

  it("of what a restricted file did is what it asked Xen first", () => {
    const seen = [{ step: 0, file: "f", allowed: 1, asked: 2 }];
    const record = runOf([[pteWrite(), hypercall(0), hypercall(0)]], {
      observed: new Map([[BREACHES.name, seen]]),
    });
    expect(check("restriction", record)[0]!.event).toBe(2);
  });

  it("of a stale access is the write after which no flush came", () => {
    expect(check("stale-tlb", runOf([[pteWrite()], [access(true)]]))[0]).toMatchObject({ event: 1, step: 1 });
  });
});

it("references to a port are told apart from those to another", () => {
  const put: TraceEvent = { kind: "evtchn-ref", port: 9, get: false };
  const found = check("evtchn-ref", runOf([[evtchn(true), put]]));
  expect(found.map(({ subject, event }) => [subject, event])).toEqual([
    ["put without get", 2],
    ["reference kept", 1],
  ]);
});

it("a leaked handle of a user's mapping is told from one of the kernel's", () => {
  const subjects = [2, 2 | 8].map(
    (flags) => check("grant-leak", runOf([[mapped(flags)]], { liveHandles: [live(flags)] }))[0]!.subject,
  );
  expect(subjects).toEqual(["handle of a kernel mapping", "handle of a user mapping"]);
});
