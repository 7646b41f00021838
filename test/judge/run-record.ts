// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../harness/machine/trace.ts";
import { lin, maddr, mfn, pfn, vaddr } from "../../harness/machine/units.ts";
import type { KernelView, PageChange, PageProbe, RunRecord } from "../../harness/subject/run/run-record.ts";

/** The page, its frame and its entries that hand-made records are about. */
export const PAGE = pfn(0x120);
export const OWN_FRAME = mfn(0x5120);
export const GRANTED_FRAME = mfn(0x7001);
export const KERNEL_PTE = maddr(0x9000);
export const USER_PTE = maddr(0xa000);
export const KERNEL_VA = vaddr(0x4012_0000);

/** A run without events in which all is well, but for what is given. */
export function runRecord(over: Partial<RunRecord> = {}): RunRecord {
  return {
    events: [],
    stacks: [],
    outcomes: [],
    probes: [],
    boot: new Map(),
    changes: [],
    liveHandles: [],
    liveAllocations: [],
    livePages: [],
    observed: new Map(),
    lazyDepth: 0,
    forced: new Set(),
    faults: [],
    views: [],
    callersArguments: [{ from: 0x10_0000, to: 0x10_0000 + 2 * 64 * 56 }],
    death: null,
    deathStep: -1,
    deathText: "",
    m2p: (frame) => pfn(frame - OWN_FRAME + PAGE),
    describePte: (at) =>
      at === USER_PTE ? { area: "user", va: vaddr(0x8000) } : { area: "direct map", va: KERNEL_VA },
    ...over,
  };
}

/** A run of steps, each given by its events. */
export function runOf(steps: readonly (readonly TraceEvent[])[], over: Partial<RunRecord> = {}): RunRecord {
  const events: TraceEvent[] = [];
  const outcomes = steps.map((step, i) => {
    const firstEvent = events.push({ kind: "step", step: i }, ...step) - step.length - 1;
    return { step: i, firstEvent, value: null };
  });
  return runRecord({ events, outcomes, ...over });
}

/** A granted page as it has to look, but for what is given. */
export const probe = (over: Partial<PageProbe> = {}): PageProbe => ({
  step: 0,
  map: "m",
  page: 0,
  pfn: PAGE,
  mfn: GRANTED_FRAME,
  kernelPte: KERNEL_PTE,
  kernelMfn: GRANTED_FRAME,
  userPte: USER_PTE,
  readonly: false,
  userCanWrite: true,
  userMfn: GRANTED_FRAME,
  override: PAGE,
  p2m: GRANTED_FRAME,
  grants: [{ domain: 1, ref: 8 }],
  ...over,
});

/** Kernel code that reached the frame it had to reach, but for what is given. */
export const view = (over: Partial<KernelView> = {}): KernelView => ({
  step: 0,
  map: "m",
  page: 0,
  pfn: PAGE,
  mfn: GRANTED_FRAME,
  va: KERNEL_VA,
  reached: GRANTED_FRAME,
  ...over,
});

const STATE = { pte: [0x5120_067, 0], p2m: [OWN_FRAME, 0], fields: new Uint32Array(10) } as const;

/** A page that is as it was, but for what is given. */
export const change = (after: Partial<PageChange["after"]> = {}): PageChange => ({
  pfn: PAGE,
  kernelPte: KERNEL_PTE,
  before: STATE,
  after: { ...STATE, ...after },
});

/** An op of the grant table that succeeded, but for what is given. */
export const grantOp = (
  op: string,
  over: Partial<Extract<TraceEvent, { kind: "grant-op" }>> = {},
): TraceEvent => ({
  kind: "grant-op",
  op,
  index: 0,
  lin: lin(0x2_0000),
  input: {},
  status: 0,
  output: {},
  ...over,
});

export const pteWrite = (at = KERNEL_PTE, newLo = 0): TraceEvent => ({
  kind: "pte-write",
  by: "mmu_update",
  maddr: at,
  oldLo: 1,
  oldHi: 0,
  newLo,
  newHi: 0,
});

export const p2mWrite = (): TraceEvent => ({
  kind: "p2m",
  pfn: PAGE,
  mfn: GRANTED_FRAME,
  foreign: true,
  identity: false,
});

export const hypercall = (ret: number): TraceEvent => ({
  kind: "hypercall",
  call: "grant_table_op",
  op: "map_grant_ref",
  count: 1,
  ret,
});
