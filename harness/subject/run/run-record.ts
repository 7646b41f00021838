// SPDX-License-Identifier: GPL-2.0-only
import type { Death } from "../../guest/guest-died.ts";
import type { GrantName } from "../../hypervisor/grants/grant-name.ts";
import type { LiveHandle } from "../../hypervisor/grants/live-handle.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import type { Lin, Maddr, Mfn, Pfn, Vaddr } from "../../machine/units.ts";

/** What one step gave. */
export interface StepOutcome {
  /** Index of the step; the teardown that ends every run has the index after the last. */
  readonly step: number;
  /** Its `step` event. */
  readonly firstEvent: number;
  /** Kernel return value (negative: -errno), or a byte that was read; null if the step gives none. */
  readonly value: number | null;
  /** The step was skipped: the name that it uses, and that an earlier step failed to get. */
  readonly missing?: string;
  /** The value tells of a failure although it is no error. */
  readonly isTold?: true;
  /** The only right value is an error. */
  readonly isToBeRefused?: true;
  /** A process called into a driver: where it gets an error, nothing may have changed. */
  readonly isSystemCall?: true;
}

/** A fault that a step planned: the nth use, from then on, of something that can fail. */
export interface PlannedFault {
  /** Index of the step that planned it. */
  readonly step: number;
  /** What is to fail: a point of the kernel (`kmalloc`), an op (`op map_grant_ref`), a hypercall (`call mmu_update`). */
  readonly what: string;
  /** At which use of it, from 1, counted from that step on. */
  readonly nth: number;
  /** Index of the event at or before which it struck; -1 if it never did. */
  readonly struckAt: number;
}

/** How a granted page looked from all sides after a step. */
export interface PageProbe {
  readonly step: number;
  readonly map: string;
  readonly page: number;
  readonly pfn: Pfn;
  /** The frame that it must show. */
  readonly mfn: Mfn;
  /** Machine address of the kernel's entry for it: of the direct map, or of a kmap; -1 if it has no kernel address. */
  readonly kernelPte: Maddr | -1;
  /** What the entries show: a frame, or -1 for "not present". */
  readonly kernelMfn: Mfn | -1;
  readonly userPte: Maddr | -1;
  readonly userMfn: Mfn | -1;
  /** The process asked for a mapping that it can only read. */
  readonly readonly: boolean;
  /** Its entry lets it write. */
  readonly userCanWrite: boolean;
  /** What m2p_find_override answers for the frame: a page, or -1. */
  readonly override: Pfn | -1;
  /** The p2m's answer for the page. */
  readonly p2m: number;
  /** What the page notes of its grant; null where it is not marked foreign, undefined of kernels without such a mark. */
  readonly foreign?: GrantName | null | undefined;
  /** Grants that are mapped and give the frame. */
  readonly grants: readonly GrantName[];
}

/** A page's state: what has to be the same after the last step as before the first. */
export interface PageState {
  /** Entry of the direct map as [low, high]; zero for a highmem page. */
  readonly pte: readonly [number, number];
  /** p2m entry as [frame, flags] (csrc/include/hunkbox/imports.h). */
  readonly p2m: readonly [number, number];
  /** struct page: flags, _count, private, index, and whether lru is linked; each as two words, low and high. */
  readonly fields: Uint32Array;
}

/** A page that the scenario used, before the first step and after the last. */
export interface PageChange {
  readonly pfn: Pfn;
  /** Machine address of its direct-map entry; -1 for a highmem page. */
  readonly kernelPte: Maddr | -1;
  readonly before: PageState;
  readonly after: PageState;
}

/** Kernel code touched a page that stands for a granted frame. */
export interface KernelView {
  readonly step: number;
  readonly map: string;
  readonly page: number;
  readonly pfn: Pfn;
  /** The frame that it must reach. */
  readonly mfn: Mfn;
  readonly va: Vaddr;
  /** The frame that it reached; -1 for a page fault. */
  readonly reached: Mfn | -1;
}

/** An allocation that is still live after the teardown, though nobody is to keep it. */
export interface LiveAllocation {
  readonly lin: Lin;
  readonly bytes: number;
  readonly event: number;
}

/** All that a run leaves for judging. Events name the rest by their index. */
export interface RunRecord {
  readonly events: readonly TraceEvent[];
  /** The engine's stack text for each event, as far as stacks were wanted. */
  readonly stacks: readonly string[];
  readonly outcomes: readonly StepOutcome[];
  readonly probes: readonly PageProbe[];
  /** How each page was when the kernel had come up. */
  readonly boot: ReadonlyMap<Pfn, PageState>;
  /** Empty if the kernel died: what a dead kernel left behind says nothing. */
  readonly changes: readonly PageChange[];
  readonly liveHandles: readonly LiveHandle[];
  readonly liveAllocations: readonly LiveAllocation[];
  /** Ballooned pages that kernel code took and did not give back, with the index of the event. */
  readonly livePages: readonly { readonly pfn: Pfn; readonly event: number }[];
  /** What subjects looked at for themselves, by the observation's name. */
  readonly observed: ReadonlyMap<string, unknown>;
  readonly lazyDepth: number;
  /** Op statuses and returns that a step forced, as indices of their events. */
  readonly forced: ReadonlySet<number>;
  /** All faults that steps planned, and whether they ever happened. */
  readonly faults: readonly PlannedFault[];
  readonly views: readonly KernelView[];
  /** Linear addresses of arguments of Xen's that a step itself stands for: what becomes of them is no kernel code's. */
  readonly callersArguments: readonly { readonly from: number; readonly to: number }[];
  readonly death: Death | null;
  /** The step at which the kernel died; -1 if it lives. */
  readonly deathStep: number;
  /** Why it died, as the kernel says it. */
  readonly deathText: string;
  /** Xen's answer of which page a frame of the guest's own is. */
  readonly m2p: (frame: Mfn) => Pfn;
  /** Where kernel-side names of addresses come from. */
  readonly describePte: (at: Maddr) => { readonly area: string; readonly va: Vaddr | -1 };
}
