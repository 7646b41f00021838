// SPDX-License-Identifier: GPL-2.0-only

import { GFP } from "../../abi/numbers.ts";
import { many } from "../../base/many.ts";
import type { Trace } from "../../machine/trace.ts";
import { type Lin, lin } from "../../machine/units.ts";
import { indexUpTo } from "../index-up-to.ts";
import type { Locks } from "../locks.ts";

/** What gives out whole pages. */
type PageBy = "get_zeroed_page" | "__get_free_page";

/** What gives memory back, and what gave it out in words. */
const ALLOCATOR = { kfree: "kmalloc", free_page: "the page allocator" } as const;

/** An allocation of the kernel heap. */
export interface Allocation {
  readonly at: Lin;
  readonly bytes: number;
  /** Index of its `alloc` event. */
  readonly event: number;
  readonly by: "kmalloc" | "kzalloc" | PageBy;
  /** Whoever took it keeps it for good (harness/compile/toolchain/keeps-pages.ts). */
  readonly kept: boolean;
  live: boolean;
  /** Index of its `free` event; -1 before it. */
  freed: number;
}

const REDZONE = 16;
const WIDE_REDZONE = 128;
const REDZONE_BYTE = 0xcc;
/** As the kernel's slab poisoning has them. */
const FREED_BYTE = 0x6b;
const FRESH_BYTE = 0x5a;

/** Whether an allocation is one of whole pages. */
export const isPage = (by: Allocation["by"]): boolean => by === "get_zeroed_page" || by === "__get_free_page";

/** What an allocation of no bytes gives (linux/slab.h): it may be freed, and any access is one through NULL. */
const ZERO_SIZE_PTR = lin(16);

/** Told which bytes of the heap may be used. */
export interface HeapSanitizer {
  readonly allocated: (at: number, bytes: number, zero: boolean) => void;
  readonly freed: (at: number, bytes: number) => void;
}

/**
 * kmalloc and kfree, and whole pages. Memory is handed out upwards and never again within a run, so a freed object stays recognisable;
 * a red zone behind each object and poison in freed ones show writes that went astray.
 */
export class Heap {
  /** Bytes after each allocation that nobody may write. */
  #redzone = REDZONE;
  readonly #bytes: Uint8Array;
  readonly #trace: Trace;
  readonly #locks: Locks;
  #sanitizer: HeapSanitizer | null = null;
  #start = 0;
  #top = 0;
  /** Sorted by address. */
  allocations: Allocation[] = [];
  /** Those of boot, which no run frees; their events are not of a run. */
  #boot: readonly Allocation[] = [];
  /** First byte that is not the heap's. */
  limit: number;
  /** Something was refused since the module has no room left for it: how much it has is no matter of the kernel's. */
  isUsedUp = false;
  readonly #shouldFail: () => boolean;

  /** @param shouldFail asked before each allocation: true makes it fail */
  constructor(bytes: Uint8Array, trace: Trace, locks: Locks, shouldFail = () => false) {
    this.#bytes = bytes;
    this.#trace = trace;
    this.#locks = locks;
    this.#shouldFail = shouldFail;
    this.limit = bytes.length;
  }

  /** Before anything is allocated. @param sanitizer told what is whose from now on; red zones are wide enough for it */
  watchWith(sanitizer: HeapSanitizer): void {
    this.#sanitizer = sanitizer;
    this.#redzone = WIDE_REDZONE;
  }

  /** First byte after all allocations. */
  get top(): number {
    return this.#top;
  }

  /** Starts over. @param start first byte of the heap */
  reset(start: number): void {
    if (this.#top > start) this.#bytes.fill(0, start, this.#top);
    this.#start = start;
    this.#top = start;
    this.allocations = [];
    this.isUsedUp = false;
  }

  /** @returns linear address, 0 if there is no memory (or the scenario says so) */
  allocate(bytes: number, gfp: number, zero: boolean, by: Allocation["by"], align = 16): Lin | 0 {
    if ((gfp & GFP.wait) !== 0) this.#locks.mightSleep(by);
    const at = (this.#top + align - 1) & -align;
    const end = at + bytes + this.#redzone;
    const event = this.#trace.events.length;
    const atomic = (gfp & GFP.wait) === 0;
    const isFull = end > this.limit;
    // what no module could ever hold, a kernel does not have either
    if (isFull && bytes <= this.limit - this.#start) this.isUsedUp = true;
    if (this.#shouldFail() || isFull) {
      this.#trace.emit({ kind: "alloc", by, bytes, lin: 0, atomic });
      return 0;
    }
    if (bytes === 0) {
      this.#trace.emit({ kind: "alloc", by, bytes, lin: ZERO_SIZE_PTR, atomic });
      return ZERO_SIZE_PTR;
    }
    this.#bytes.fill(zero ? 0 : FRESH_BYTE, at, at + bytes);
    this.#bytes.fill(REDZONE_BYTE, at + bytes, end);
    this.#top = end;
    this.#sanitizer?.allocated(at, bytes, zero);
    const kept = (gfp & GFP.kept) !== 0;
    this.allocations.push({ at: lin(at), bytes, event, by, kept, live: true, freed: -1 });
    this.#trace.emit({ kind: "alloc", by, bytes, lin: lin(at), atomic, ...(kept ? { kept: true } : {}) });
    return lin(at);
  }

  /** @param by what is called to give it back: kmalloc's memory and pages do not go the same way */
  free(at: number, by: keyof typeof ALLOCATOR = "kfree"): void {
    if (at === 0) return;
    if (at === ZERO_SIZE_PTR && by === "kfree") {
      this.#trace.emit({ kind: "free", by, lin: ZERO_SIZE_PTR, ok: true });
      return;
    }
    const found = this.find(at);
    const fits = found !== null && isPage(found.by) === (by === "free_page");
    const ok = fits && found.at === at && found.live;
    this.#trace.emit({ kind: "free", by, lin: lin(at), ok });
    if (found === null || found.at !== at) {
      const about = found === null ? undefined : { alloc: found.event, free: found.freed };
      this.#badFree(`${by} of a pointer that ${ALLOCATOR[by]} did not give`, about);
      return;
    }
    if (!found.live) {
      this.#badFree(`${by} of memory that was freed before`, { alloc: found.event, free: found.freed });
      return;
    }
    if (!fits) {
      const given = ALLOCATOR[by === "kfree" ? "free_page" : "kfree"];
      this.#badFree(`${by} of memory that ${given} gave`, { alloc: found.event, free: -1 });
    }
    if (this.#sanitizer === null) this.#checkRedzone(found);
    found.live = false;
    found.freed = this.#trace.events.length - 1;
    this.#sanitizer?.freed(at, found.bytes);
    this.#bytes.fill(FREED_BYTE, at, at + found.bytes);
  }

  /** @param object the events that made and freed what is there, if anything is known of it */
  #badFree(text: string, object?: { alloc: number; free: number }): void {
    const event = { kind: "rule", rule: "use-after-free", text } as const;
    this.#trace.emit(object === undefined ? event : { ...event, object });
  }

  /** What is there now stays, through each reset. */
  seal(): void {
    this.#boot = this.allocations;
  }

  /** @returns the allocation that holds an address, live or freed, or null */
  find(at: number): Allocation | null {
    const found = this.allocations[indexUpTo(this.allocations, at)];
    return found !== undefined && at < found.at + found.bytes ? found : null;
  }

  /**
   * Whose memory an address is near: that of the object that it is in, live or freed, or else of the nearest one whose red
   * zone holds it, before or behind.
   *
   * @returns the allocation, those of boot with -1 for their events; null if there is none so near
   */
  near(at: number): Allocation | null {
    const [before, behind] = this.#around(at);
    const past = before === undefined ? Number.POSITIVE_INFINITY : at - (before.at + before.bytes - 1);
    const ahead = behind === undefined ? Number.POSITIVE_INFINITY : behind.at - at;
    const found = past <= ahead ? before : behind;
    if (found === undefined || Math.min(past, ahead) > this.#redzone) return null;
    return found.at < this.#start ? { ...found, event: -1, freed: -1 } : found;
  }

  /** @returns the last allocation that begins at or before an address, and the one after it */
  #around(at: number): readonly [Allocation | undefined, Allocation | undefined] {
    const isOfBoot = at < this.#start;
    const all = isOfBoot ? this.#boot : this.allocations;
    const index = indexUpTo(all, at);
    if (isOfBoot) return [all[index], all[index + 1] ?? this.allocations[0]];
    return [all[index] ?? this.#boot.at(-1), all[index + 1]];
  }

  /** Looks at all objects once, at the end of a run; whoever wrote beside one has been told of where it happened, if asked. */
  checkAll(): void {
    if (this.#sanitizer !== null) return;
    for (const allocation of this.allocations) {
      if (allocation.live) this.#checkRedzone(allocation);
      else this.#checkPoison(allocation);
    }
  }

  #checkRedzone({ at, bytes, by }: Allocation): void {
    for (let i = at + bytes; i < at + bytes + this.#redzone; i++) {
      if (this.#bytes[i] === REDZONE_BYTE) continue;
      const text = `write ${many(i - at - bytes, "byte")} past the end of a ${bytes}-byte object (${by})`;
      this.#trace.emit({ kind: "rule", rule: "out-of-bounds", text });
      return;
    }
  }

  #checkPoison({ at, bytes, by }: Allocation): void {
    for (let i = at; i < at + bytes; i++) {
      if (this.#bytes[i] === FREED_BYTE) continue;
      const text = `write at offset ${i - at} of a freed ${bytes}-byte object (${by})`;
      this.#trace.emit({ kind: "rule", rule: "use-after-free", text });
      return;
    }
  }
}
