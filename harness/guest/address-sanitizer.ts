// SPDX-License-Identifier: GPL-2.0-only

import type { MemoryWatch } from "../hypervisor/guest-memory.ts";
import { archOf } from "../machine/config.ts";
import { join64 } from "../machine/units.ts";
import type { Guest } from "./guest.ts";
import { GuestDied } from "./guest-died.ts";
import type { HeapSanitizer } from "./heap.ts";
import { siteOfCall } from "./stack.ts";
import { type Halves, MISALIGNED, undefinedBehaviour } from "./undefined-behaviour.ts";

/** Bytes of the shadow (csrc/asan/asan.c), as the compiler's own runtime numbers them. */
const OUTSIDE = 0xff;
const HEAP = 0xfa;
const FREED = 0xfd;
const GLOBAL = 0xf9;
const STACK: ReadonlySet<number> = new Set([0xf1, 0xf2, 0xf3, 0xf5, 0xf8, 0xca, 0xcb]);

/** Upper bytes of an address that was made of the heap's poison for freed memory. */
const FREED_BYTES = 0x6b_6b_6b;

/** What lies below is reached through a null pointer and the offset of a member; as far up, through an error pointer. */
const NULL_END = 0x1_0000;
const MAX_ERRNO = 4095;

/** Bad accesses of one call that are looked at: a loop makes any number of them. */
const TOLD_IN_A_CALL = 1000;

/** Judges the accesses that instrumented code finds bad, and keeps the shadow of the heap. */
export class AddressSanitizer implements HeapSanitizer, MemoryWatch {
  readonly #guest: Guest;
  /** One report for one place in a call: a loop over a freed array is one mistake. */
  readonly #told = new Set<string>();
  /** How often something was wrong in this call: to know the place of each would take for ever. */
  #times = 0;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  /**
   * Marks memory as it is before the kernel boots.
   *
   * @param lowEnd linear address where the module's data begins
   * @param heapStart linear address of the heap
   * @param heapEnd its end
   */
  boot(lowEnd: number, heapStart: number, heapEnd: number): void {
    const { u8 } = this.#guest;
    u8.fill(OUTSIDE, 0, lowEnd >> 3);
    u8.fill(HEAP, heapStart >> 3, heapEnd >> 3);
  }

  beginCall(): void {
    this.#told.clear();
    this.#times = 0;
  }

  allocated(at: number, bytes: number): void {
    const { u8 } = this.#guest;
    u8.fill(0, at >> 3, (at + bytes) >> 3);
    if (bytes % 8 !== 0) u8[(at + bytes) >> 3] = bytes % 8;
  }

  /** An argument of a hypercall: all of it has to be the caller's. */
  takes(address: number, bytes: number): void {
    this.checkRange(address, bytes, true, "hypercall");
  }

  freed(at: number, bytes: number): void {
    this.#guest.u8.fill(FREED, at >> 3, (at + bytes + 7) >> 3);
  }

  /**
   * Memory is handed over to be read or written by the harness: all of it has to be the caller's.
   *
   * @param what in words, for the report
   */
  checkRange(at: number, bytes: number, write: boolean, what: string): void {
    const { u8 } = this.#guest;
    for (let here = at; here < at + bytes; here = (here | 7) + 1) {
      const value = u8[here >> 3] ?? OUTSIDE;
      const last = Math.min(here | 7, at + bytes - 1);
      if (value !== 0 && (value >= 0x80 || (last & 7) >= value)) {
        this.#judge(here, 0, at + bytes - here, write, 0, what);
        return;
      }
    }
  }

  /**
   * An access that the shadow forbids.
   *
   * @param hi upper half of its address: not 0 only for 64-bit code
   * @param global linear address of what the compiler says of the global variable there; 0 for none
   * @throws GuestDied where a kernel would stop
   */
  bad(lo: number, hi: number, size: number, write: boolean, global: number): void {
    this.#judge(lo >>> 0, hi >>> 0, size, write, global, "");
  }

  /**
   * What C leaves undefined. A pointer that is bad in itself is told by the access that follows.
   *
   * @param place linear address of what the compiler says of it
   */
  undefinedBehaviour(kind: number, place: number, a: Halves, b: Halves): void {
    if (kind === MISALIGNED && !(a[1] === 0 && this.#isUsable(a[0]))) return;
    const { u8, u32, build } = this.#guest;
    const memory = { u8, u32, pointerBytes: archOf(build.config).longBytes };
    this.#tell("undefined-behaviour", undefinedBehaviour(memory, kind, place, a, b));
  }

  #judge(lo: number, hi: number, size: number, write: boolean, global: number, what: string): void {
    const { u8, heap } = this.#guest;
    const verb = `${what === "" ? "" : `${what}: `}${write ? "write" : "read"} of ${size} bytes`;
    if (hi === 0 && lo < NULL_END) {
      this.#tell("null-dereference", `${verb} through a null pointer, at 0x${lo.toString(16)}`);
      throw new GuestDied("oops", "kernel NULL pointer dereference");
    }
    if (hi !== 0 || lo + size > u8.length) {
      if (this.#isWindow(lo, hi)) return;
      // what was read from freed memory leads nowhere: that was told
      if (lo >>> 8 === FREED_BYTES && this.#told.size > 0)
        throw new GuestDied("oops", "unable to handle kernel paging request");
      const address = hi === 0 ? lo.toString(16) : hi.toString(16) + lo.toString(16).padStart(8, "0");
      const wide = this.#guest.build.config === "x86_64";
      const isError = lo >= 0x1_0000_0000 - MAX_ERRNO && (wide ? hi === 0xffff_ffff : true);
      const kind = isError ? "an error pointer" : "a wild pointer";
      this.#tell("wild-pointer", `${verb} through ${kind}, at 0x${address}`);
      throw new GuestDied("oops", "unable to handle kernel paging request");
    }
    const mark = u8[lo >> 3]!;
    const object = heap.lastUpTo(lo);
    if (object !== null && (mark === FREED || mark === HEAP || mark < 8)) {
      const about = { alloc: object.event, free: object.freed };
      const name = `${object.bytes}-byte object (${object.by})`;
      const offset = lo - object.at;
      if (!object.live && offset < object.bytes)
        this.#tell("use-after-free", `${verb} at offset ${offset} of a freed ${name}`, about);
      else this.#tell("out-of-bounds", `${verb} at offset ${offset} of a ${name}`, about);
      return;
    }
    if (mark === GLOBAL || global !== 0) {
      this.#tell("out-of-bounds", `${verb} beside the global variable ${this.#globalName(global)}`);
      return;
    }
    if (STACK.has(mark) || mark < 8) {
      this.#tell("out-of-bounds", `${verb} beside a variable on the stack`);
      return;
    }
    this.#tell("wild-pointer", `${verb} through a wild pointer, at 0x${lo.toString(16)}`);
    throw new GuestDied("oops", "unable to handle kernel paging request");
  }

  #isUsable(at: number): boolean {
    const { u8 } = this.#guest;
    return at >= NULL_END && at < u8.length && u8[at >> 3]! < 0x80;
  }

  #globalName(global: number): string {
    const { u8, u32, build } = this.#guest;
    if (global === 0) return "(unknown)";
    const name = u32[(global >> 2) + (build.config === "x86_64" ? 6 : 3)]!;
    return new TextDecoder().decode(u8.subarray(name, u8.indexOf(0, name)));
  }

  /** True for an address of a tree's direct map that a window of linear memory stands for. */
  #isWindow(lo: number, hi: number): boolean {
    const { window, machine } = this.#guest;
    if (window === null) return false;
    const { directMapBase, lowmem, ballooned } = machine.layout;
    const page = Math.floor((join64(lo, hi) - directMapBase) / 4096);
    return page >= lowmem.start && page < ballooned.start + ballooned.pages;
  }

  #tell(rule: string, text: string, object?: { alloc: number; free: number }): void {
    if (++this.#times > TOLD_IN_A_CALL) return;
    const site = siteOfCall();
    const key = `${rule} ${site}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const event = { kind: "rule", rule, text, site } as const;
    this.#guest.trace.emit(object === undefined ? event : { ...event, object });
  }
}
