// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { MemoryWatch } from "../../hypervisor/guest-memory.ts";
import type { Machine } from "../../machine/machine.ts";
import { PTE } from "../../machine/pte.ts";
import type { Trace } from "../../machine/trace.ts";
import { hex, join64, type Vaddr, vaddr } from "../../machine/units.ts";
import { GuestDied } from "../guest-died.ts";
import type { LoadedModule } from "../loaded-module.ts";
import { siteOfCall } from "../stack.ts";
import type { DirectMapWindow } from "./direct-map-window.ts";
import type { Heap, HeapSanitizer } from "./heap.ts";
import { KernelGlobals } from "./kernel-globals.ts";
import { type Halves, MISALIGNED, undefinedBehaviour } from "./undefined-behaviour.ts";
import { wildPointer } from "./wild-pointer.ts";

/** Bytes of the shadow (csrc/asan/asan.c), as the compiler's own runtime numbers them. */
const OUTSIDE = 0xff;
const HEAP = 0xfa;
const FREED = 0xfd;
const STACK: ReadonlySet<number> = new Set([0xf1, 0xf2, 0xf3, 0xf5, 0xf8, 0xca, 0xcb]);

/** Upper bytes of an address that was made of the heap's poison for freed memory. */
const FREED_BYTES = 0x6b_6b_6b;

/** What lies below is reached through a null pointer and the offset of a member. */
const NULL_END = 0x1_0000;

/** Bad accesses of one call that are looked at: a loop makes any number of them. */
const TOLD_IN_A_CALL = 1000;

/** What of the kernel it looks at. */
interface Seen {
  readonly loaded: LoadedModule;
  readonly trace: Trace;
  readonly machine: Machine;
  readonly heap: Heap;
  readonly window: DirectMapWindow;
}

/** Judges the accesses that instrumented code finds bad, and keeps the shadow of the heap. */
export class AddressSanitizer implements HeapSanitizer, MemoryWatch {
  readonly #kernel: Seen;
  readonly #globals: KernelGlobals;
  /** One report for one place in a call: a loop over a freed array is one mistake. */
  readonly #told = new Set<string>();
  /** How often something was wrong in this call: to know the place of each would take for ever. */
  #times = 0;

  constructor(kernel: Seen) {
    this.#kernel = kernel;
    const { loaded, machine } = kernel;
    const memory = { u8: loaded.u8, u32: loaded.u32, pointerBytes: machine.arch.longBytes };
    this.#globals = new KernelGlobals(
      memory,
      loaded.address("hb_asan_tables"),
      loaded.address("hb_asan_nr_tables"),
    );
  }

  /**
   * Marks memory as it is before the kernel boots.
   *
   * @param lowEnd linear address where the module's data begins
   * @param heapStart linear address of the heap
   * @param heapEnd its end
   */
  boot(lowEnd: number, heapStart: number, heapEnd: number): void {
    const { loaded, machine } = this.#kernel;
    const { u8 } = loaded;
    u8.fill(OUTSIDE, 0, lowEnd >> 3);
    u8.fill(HEAP, heapStart >> 3, heapEnd >> 3);
    // windows on the direct map: no pointer is good for being as large as one's place
    u8.fill(OUTSIDE, heapEnd >> 3, u8.length >> 3);
    if (machine.windows !== null) {
      const { at, bytes } = machine.windows;
      u8.fill(OUTSIDE, at >> 3, (at + bytes) >> 3);
    }
  }

  beginCall(): void {
    this.#told.clear();
    this.#times = 0;
  }

  allocated(at: number, bytes: number): void {
    const { u8 } = this.#kernel.loaded;
    u8.fill(0, at >> 3, (at + bytes) >> 3);
    if (bytes % 8 !== 0) u8[(at + bytes) >> 3] = bytes % 8;
  }

  /** An argument of a hypercall: all of it has to be the caller's. */
  takes(address: number, bytes: number): void {
    this.checkRange(address, bytes, true, "hypercall");
  }

  freed(at: number, bytes: number): void {
    this.#kernel.loaded.u8.fill(FREED, at >> 3, (at + bytes + 7) >> 3);
  }

  /**
   * Memory is handed over to be read or written by the harness: all of it has to be the caller's.
   *
   * @param what in words, for the report
   */
  checkRange(at: number, bytes: number, write: boolean, what: string): void {
    const { u8 } = this.#kernel.loaded;
    for (let here = at; here < at + bytes; here = (here | 7) + 1) {
      const value = u8[here >> 3] ?? OUTSIDE;
      const last = Math.min(here | 7, at + bytes - 1);
      if (value !== 0 && (value >= 0x80 || (last & 7) >= value)) {
        this.#judge(here, 0, at + bytes - here, write, what);
        return;
      }
    }
  }

  /**
   * An access that the shadow forbids.
   *
   * @param hi upper half of its address: not 0 only for 64-bit code
   * @throws GuestDied where a kernel would stop
   */
  bad(lo: number, hi: number, size: number, write: boolean): void {
    this.#judge(lo >>> 0, hi >>> 0, size, write, "");
  }

  /**
   * What C leaves undefined. A pointer that is bad in itself is told by the access that follows.
   *
   * @param place linear address of what the compiler says of it
   */
  undefinedBehaviour(kind: number, place: number, a: Halves, b: Halves): void {
    if (kind === MISALIGNED && !(a[1] === 0 && this.#isUsable(a[0]))) return;
    const { loaded, machine } = this.#kernel;
    const memory = { u8: loaded.u8, u32: loaded.u32, pointerBytes: machine.arch.longBytes };
    this.#tell("undefined-behaviour", undefinedBehaviour(memory, kind, place, a, b));
  }

  #judge(lo: number, hi: number, size: number, write: boolean, what: string): void {
    const access = `${write ? "write" : "read"} of ${many(size, "byte")}`;
    if (hi === 0 && lo < NULL_END) {
      this.#tell("null-dereference", `${access} through a null pointer, at 0x${lo.toString(16)}`);
      throw new GuestDied("oops", "kernel NULL pointer dereference");
    }
    const va = this.#kernel.machine.held(vaddr(join64(lo, hi)));
    if (va !== lo || lo + size > this.#kernel.loaded.u8.length) {
      if (!this.#isWindow(va)) this.#wild(lo, hi, access);
      this.#checkDirectMap(va, write, access);
      return;
    }
    const at = this.#firstBad(lo, size);
    const verb = what === "" ? access : `${what}: ${access}`;
    if (!this.#tellOfObject(at, lo, verb) && !this.#tellOfVariable(at, verb)) this.#wild(lo, hi, access);
  }

  /** The first byte of an access that may not be used. */
  #firstBad(lo: number, size: number): number {
    for (let at = lo; at < lo + size; at++) if (!this.#isUsable(at)) return at;
    return lo;
  }

  /** @returns false if no object of the heap is near */
  #tellOfObject(at: number, lo: number, verb: string): boolean {
    const { heap, loaded } = this.#kernel;
    const object = at < loaded.heapBase || at >= heap.limit ? null : heap.near(at);
    if (object === null) return false;
    const about = object.event === -1 ? undefined : { alloc: object.event, free: object.freed };
    const name = `${object.bytes}-byte object (${object.by})`;
    const where = `at offset ${lo - object.at} of`;
    const isInside = at >= object.at && at < object.at + object.bytes;
    if (isInside && !object.live) this.#tell("use-after-free", `${verb} ${where} a freed ${name}`, about);
    else this.#tell("out-of-bounds", `${verb} ${where} a ${name}`, about);
    return true;
  }

  /** @returns false if no variable of the kernel is near */
  #tellOfVariable(at: number, verb: string): boolean {
    const { u8, heapBase } = this.#kernel.loaded;
    const mark = u8[at >> 3]!;
    if (at >= heapBase || mark === OUTSIDE) return false;
    const global = this.#globals.near(at);
    if (global?.isOwn === true) return false;
    if (global !== null) this.#tell("out-of-bounds", `${verb} beside the global variable ${global.name}`);
    else if (STACK.has(mark) || mark < 0x80)
      this.#tell("out-of-bounds", `${verb} beside a variable on the stack`);
    else return false;
    return true;
  }

  /**
   * A pointer to nothing that it could be meant for. What lies there in this module, a kernel does not have: nothing is said
   * of it.
   */
  #wild(lo: number, hi: number, access: string): never {
    const wide = this.#kernel.machine.arch.longBytes === 8;
    // what was read from freed memory leads nowhere: that was told
    if (lo >>> 8 !== FREED_BYTES || this.#told.size === 0)
      this.#tell("wild-pointer", `${access} through ${wildPointer(lo, hi, wide)}`);
    throw new GuestDied("oops", "unable to handle kernel paging request");
  }

  #isUsable(at: number): boolean {
    const { u8 } = this.#kernel.loaded;
    if (at < NULL_END || at >= u8.length) return false;
    const usable = u8[at >> 3]!;
    return usable === 0 || (usable < 0x80 && (at & 7) < usable);
  }

  /** True for an address of a tree's direct map that a window of linear memory stands for. */
  #isWindow(va: Vaddr): boolean {
    const { machine } = this.#kernel;
    const { directMapBase, lowmem, ballooned } = machine.layout;
    const page = Math.floor((va - directMapBase) / 4096);
    return page >= lowmem.start && page < ballooned.start + ballooned.pages;
  }

  /** What code reaches through the direct map has to be mapped there, and for writing if it writes. */
  #checkDirectMap(va: Vaddr, write: boolean, access: string): void {
    const { machine } = this.#kernel;
    const pte = machine.kernelPte(va);
    const low = pte === 0 ? 0 : machine.readPteLo(pte);
    if ((low & PTE.P) !== 0 && (!write || (low & PTE.RW) !== 0)) return;
    const what = (low & PTE.P) === 0 ? "where nothing is mapped" : "in a page that is mapped read-only";
    this.#tell("wild-pointer", `${access} at ${hex(va)}, ${what}`);
    throw new GuestDied("oops", "unable to handle kernel paging request");
  }

  #tell(rule: string, text: string, object?: { alloc: number; free: number }): void {
    if (++this.#times > TOLD_IN_A_CALL) return;
    const site = siteOfCall();
    const key = `${rule} ${site}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const event = { kind: "rule", rule, text } as const;
    this.#kernel.trace.emit(object === undefined ? event : { ...event, object });
  }
}
