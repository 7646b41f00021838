// SPDX-License-Identifier: GPL-2.0-only
import type { Lin, Maddr, Mfn, Pfn, Vaddr } from "./units.ts";
import { withWholeStack } from "./with-whole-stack.ts";

/** How a page-table entry came to be written. */
export type PteWriter =
  | "native_set_pte" // a direct store to a pinned table, trapped and emulated by Xen
  | "mmu_update"
  | "update_va_mapping"
  | "GNTTABOP_map_grant_ref"
  | "GNTTABOP_unmap_grant_ref"
  | "GNTTABOP_unmap_and_replace";

/**
 * One thing that happened while a scenario ran. Events hold plain numbers; names for addresses are made when somebody
 * reads them. Fields that may differ between two sides without meaning (linear addresses) are called `lin`.
 */
export type TraceEvent =
  | { readonly kind: "step"; readonly step: number }
  | { readonly kind: "result"; readonly value: number }
  | {
      readonly kind: "hypercall";
      readonly call: string;
      readonly op: string;
      readonly count: number;
      readonly ret: number;
      /** Pages of a process that Xen wrote its answer to. */
      readonly wrote?: readonly Pfn[];
    }
  | {
      readonly kind: "grant-op";
      /** GNTTABOP_* name without the prefix: `map_grant_ref`. */
      readonly op: string;
      /** Position in the batch, from 0. */
      readonly index: number;
      /** Linear address of the op's struct in guest memory. */
      readonly lin: Lin;
      /** Input fields by their public header's names; 64-bit fields as join64 gives them. */
      readonly input: Readonly<Record<string, number>>;
      /** GNTST_* written back, and the other fields that were written. */
      readonly status: number;
      readonly output: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: "pte-write";
      readonly by: PteWriter;
      readonly maddr: Maddr;
      readonly oldLo: number;
      readonly oldHi: number;
      readonly newLo: number;
      readonly newHi: number;
    }
  | {
      readonly kind: "pte-refused";
      readonly by: PteWriter;
      readonly maddr: Maddr;
      readonly newLo: number;
      readonly newHi: number;
      /** It was to map another domain's frame, which is the process's to name that asked for it. */
      readonly isForeign?: true;
      /** Why Xen refuses, in a few words. */
      readonly reason: string;
      readonly errno: number;
    }
  | {
      /** An ordinary write replaced a PTE that a live grant handle stands for. */
      readonly kind: "implicit-unmap";
      readonly by: PteWriter;
      readonly maddr: Maddr;
      readonly mfn: Mfn;
      readonly handle: number;
    }
  | {
      readonly kind: "p2m";
      readonly pfn: Pfn;
      readonly mfn: Mfn | -1;
      readonly foreign: boolean;
      readonly identity: boolean;
    }
  | {
      readonly kind: "access";
      readonly view: "kernel" | "user";
      readonly write: boolean;
      readonly va: Vaddr;
      /** The frame that was reached, or -1 for a page fault. */
      readonly mfn: Mfn | -1;
      /** True if a TLB entry was used that the page tables no longer support. */
      readonly stale: boolean;
    }
  | { readonly kind: "tlb-flush"; readonly va: Vaddr | -1 }
  | {
      readonly kind: "alloc";
      readonly by: string;
      readonly bytes: number;
      readonly lin: Lin | 0;
      readonly atomic: boolean;
      /** A page that whoever took it keeps for good. */
      readonly kept?: true;
    }
  | { readonly kind: "free"; readonly by: string; readonly lin: Lin | 0; readonly ok: boolean }
  | { readonly kind: "pages"; readonly by: string; readonly pfns: readonly Pfn[] }
  /** Kernel code took references to a page of a process, or gave some back. */
  | { readonly kind: "page-ref"; readonly pfn: Pfn; readonly change: number }
  /** A process's page is marked as written to: it is written back before its frame serves somebody else. */
  | { readonly kind: "page-dirty"; readonly pfn: Pfn }
  /** Kernel code took a reference to an event-channel port, or gave one back. */
  | { readonly kind: "evtchn-ref"; readonly port: number; readonly get: boolean }
  | { readonly kind: "lazy-mmu"; readonly entered: boolean }
  /** A service of the runtime fails since a step planned it: the kernel function's name. */
  | { readonly kind: "fault"; readonly point: string }
  | { readonly kind: "printk"; readonly text: string }
  | { readonly kind: "warn"; readonly text: string }
  /** BUG, an oops, a wasm trap: what stopped the kernel. `text` reads like the kernel's own first line. */
  | { readonly kind: "oops"; readonly text: string }
  /** A rule of the running kernel was broken at this point (double lock, sleeping allocation under a spinlock, …). */
  | {
      readonly kind: "rule";
      readonly rule: string;
      readonly text: string;
      /** What it is about, where the text says how it came out as well. */
      readonly subject?: string;
      /** The page that it is about, and the kernel's entry for it. */
      readonly pfn?: Pfn;
      readonly entry?: Maddr;
      /** Seen only after the call in which it happened. */
      readonly late?: true;
      /** The `alloc` event of the memory that it is about, and its `free` event; -1 if it was not freed. */
      readonly object?: { readonly alloc: number; readonly free: number };
      /**
       * Of a value that was never set: where it came from, "variable op of gntdev_ioctl" or "allocation". Equal for equal
       * origins, whatever the layout and the rest of the text.
       */
      readonly origin?: string;
    };

/** Events that one run may have; the longest honest one has 2600. */
const EVENT_LIMIT = 8_000;

/** A run does so much that nobody will read it: kernel code that does not come back. */
export class TraceFull extends Error {
  /** @param most what of them there is most */
  constructor(limit: number, most: string) {
    super(`more than ${limit} events, most of them ${most}`);
    this.name = "TraceFull";
  }
}

/**
 * The ordered events of one run. A plain run keeps events alone. While `captureStack` is set, the C stack of the wanted
 * events is captured as well, so that a finding can name a line.
 */
export class Trace {
  events: TraceEvent[] = [];
  stacks: string[] = [];
  captureStack: (() => string) | null = null;
  /** Indices of the events whose stack is wanted; null for all. */
  wanted: ReadonlySet<number> | null = null;
  readonly #limit: number;
  #captured = 0;
  #ofEarlierRuns = 0;
  /** The stack of all events of a hypercall: empty before it is captured, null outside of one. */
  #common: string | null = null;

  /** @param limit events that a run may have */
  constructor(limit = EVENT_LIMIT) {
    this.#limit = limit;
  }

  emit(event: TraceEvent): void {
    const index = this.events.push(event) - 1;
    if (index >= this.#limit && event.kind !== "oops") this.#endFull();
    if (this.captureStack === null || (this.wanted !== null && !this.wanted.has(index))) return;
    const stack = this.#common || this.captureStack();
    if (this.#common !== null) this.#common = stack;
    this.stacks[index] = stack;
    this.#captured++;
  }

  #endFull(): never {
    const counts = new Map<string, number>();
    for (const { kind } of this.events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const [most] = [...counts].toSorted(([, a], [, b]) => b - a)[0]!;
    throw withWholeStack(() => new TraceFull(this.#limit, most));
  }

  /** Runs a hypercall: whatever happens in it happens on one C stack, which is captured once. */
  onOneStack(hypercall: () => number): number {
    this.#common = "";
    try {
      return hypercall();
    } finally {
      this.#common = null;
    }
  }

  /** True if certain stacks are wanted, and all of them are there. */
  get hasAllWanted(): boolean {
    return this.wanted !== null && this.#captured >= this.wanted.size;
  }

  /** Events of all runs. */
  get eventsOfAllRuns(): number {
    return this.#ofEarlierRuns + this.events.length;
  }

  clear(): void {
    this.#ofEarlierRuns += this.events.length;
    this.events = [];
    this.stacks = [];
    this.#captured = 0;
  }
}
