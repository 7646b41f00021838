// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import { MSAN_ORIGINS, MSAN_SHADOW } from "../../compile/flavour.ts";
import type { MemoryWatch } from "../../hypervisor/guest-memory.ts";
import type { Trace } from "../../machine/trace.ts";
import type { LoadedModule } from "../loaded-module.ts";
import { siteOfCall } from "../stack.ts";
import type { Heap, HeapSanitizer } from "./heap.ts";
import { valueOrigin } from "./value-origin.ts";

/** Arguments of an entry point; none has more. */
const MAX_ARGUMENTS = 10;

/** Bad values of one call that are looked at: a loop meets any number of them. */
const TOLD_IN_A_CALL = 1000;

/** What of the kernel it looks at. */
interface Seen {
  readonly loaded: LoadedModule;
  readonly trace: Trace;
  readonly heap: Heap;
}

/** Keeps book of which bytes were ever given a value, where it is not C that gives it (csrc/msan/msan.c). */
export class MemorySanitizer implements HeapSanitizer, MemoryWatch {
  readonly #kernel: Seen;
  readonly #shadow: Uint8Array;
  /** Of each four bytes, where what was never set there comes from. */
  readonly #origins: Uint32Array;
  /** Shadows of arguments and of a result, as indices into words of memory. */
  readonly #words: Uint32Array;
  readonly #arguments: number;
  readonly #result: number;
  readonly #resultOrigin: number;
  readonly #told = new Set<string>();
  /** How often something was wrong in this call: to know the place of each would take for ever. */
  #times = 0;

  constructor(kernel: Seen) {
    this.#kernel = kernel;
    // all of it, shadow and origins as well
    const { memory } = kernel.loaded;
    this.#shadow = new Uint8Array(memory, MSAN_SHADOW, MSAN_ORIGINS - MSAN_SHADOW);
    this.#origins = new Uint32Array(memory, MSAN_ORIGINS);
    this.#words = new Uint32Array(memory);
    this.#arguments = kernel.loaded.address("__msan_param_tls") / 4;
    this.#result = kernel.loaded.address("__msan_retval_tls") / 4;
    this.#resultOrigin = kernel.loaded.address("__msan_retval_origin_tls") / 4;
  }

  /** Memory that nobody has used yet: to leave it unset is to allocate it. */
  clear(from: number, to: number): void {
    this.#shadow.fill(0, from, to);
  }

  /** The shadow of [from, to) as it is now, and the few origins that count there; a function that brings both back. */
  keep(from: number, to: number): () => void {
    const shadow = this.#shadow.slice(from, to);
    const kept: (readonly [number, number])[] = [];
    for (let word = from >> 2; word << 2 < to; word++)
      if (this.#firstUnset(word << 2, (word << 2) + 4) !== -1) kept.push([word, this.#origins[word]!]);
    return () => {
      this.#shadow.set(shadow, from);
      for (const [word, origin] of kept) this.#origins[word] = origin;
    };
  }

  /** Kernel code is entered: what it is handed has a value. */
  beginCall(): void {
    this.#told.clear();
    this.#times = 0;
    this.#words.fill(0, this.#arguments, this.#arguments + 2 * MAX_ARGUMENTS);
  }

  allocated(at: number, bytes: number, zero: boolean): void {
    this.#shadow.fill(zero ? 0 : 0xff, at, at + bytes);
    if (!zero) this.#origins.fill(at, at >> 2, (at + bytes + 3) >> 2);
  }

  freed(): void {}

  /** What the harness answers has a value. */
  afterImport(): void {
    this.#words[this.#result] = 0;
    this.#words[this.#result + 1] = 0;
  }

  /** A value that was never set decides a branch or an address, or is an argument or a result. */
  warning(origin: number): void {
    this.#tell("a value that was never set is used", origin);
  }

  /** What an entry point of the kernel answers goes to a process, or decides what the harness does. */
  endCall(): void {
    if (this.#words[this.#result] === 0 && this.#words[this.#result + 1] === 0) return;
    this.#tell("a value that was never set is returned", this.#words[this.#resultOrigin]!, true);
  }

  /** Of a hypercall's argument, each field that Xen looks at. */
  reads(address: number, bytes: number): void {
    const from = this.#firstUnset(address, address + bytes);
    if (from !== -1)
      this.#tell("a field that was never set is handed to the hypervisor", this.#origins[from >> 2]!);
  }

  writes(address: number, bytes: number): void {
    this.#shadow.fill(0, address, address + bytes);
  }

  /** Bytes leave the kernel: all of them can be seen, holes between fields as well. */
  leaves(address: number, bytes: number): void {
    const end = address + bytes;
    let last = -1;
    for (let at = this.#firstUnset(address, end); at !== -1; at = this.#firstUnset(at + 1, end)) {
      const origin = this.#origins[at >> 2]!;
      if (origin === last) continue;
      last = origin;
      const where = `those from offset ${at - address}`;
      this.#tell(`copy_to_user of ${many(bytes, "byte")}, of which ${where} were never set`, origin);
    }
  }

  /** @returns the first byte of [from, to) that was never set, or -1 */
  #firstUnset(from: number, to: number): number {
    for (let i = from; i < to; i++) if (this.#shadow[i] !== 0) return i;
    return -1;
  }

  /**
   * What a value that was never set leads to is one mistake, wherever it is read: told once in a call, at the first place.
   *
   * @param late it happened before, in the call that has just come back
   */
  #tell(text: string, origin: number, late = false): void {
    if (this.#told.has(`${origin}`) || ++this.#times > TOLD_IN_A_CALL) return;
    const { loaded, heap, trace } = this.#kernel;
    // without an origin, a place is all that is known
    const key = origin === 0 ? `${text} ${siteOfCall()}` : `${origin}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const from = valueOrigin(origin, loaded.u8, heap, loaded.heapBase);
    trace.emit({
      kind: "rule",
      rule: "uninitialised-read",
      text,
      ...(late ? { late } : {}),
      ...(from === null ? {} : { origin: from.words }),
      ...(from?.object === undefined ? {} : { object: from.object }),
    });
  }
}
