// SPDX-License-Identifier: GPL-2.0-only
import type { MemoryWatch } from "../hypervisor/guest-memory.ts";
import type { Guest } from "./guest.ts";
import type { HeapSanitizer } from "./heap.ts";
import { siteOfCall } from "./stack.ts";

/** Arguments of an entry point; none has more. */
const MAX_ARGUMENTS = 10;

/** Bad values of one call that are looked at: a loop meets any number of them. */
const TOLD_IN_A_CALL = 1000;

/** Keeps book of which bytes were ever given a value, where it is not C that gives it (csrc/msan/msan.c). */
export class MemorySanitizer implements HeapSanitizer, MemoryWatch {
  readonly #guest: Guest;
  readonly #shadow: Uint8Array;
  /** Shadows of arguments and of a result, as indices into words of memory. */
  readonly #words: Uint32Array;
  readonly #arguments: number;
  readonly #result: number;
  readonly #told = new Set<string>();
  /** How often something was wrong in this call: to know the place of each would take for ever. */
  #times = 0;

  /** @param memory all of it: the second half is the shadow of the first */
  constructor(guest: Guest, memory: ArrayBuffer) {
    this.#guest = guest;
    this.#shadow = new Uint8Array(memory, memory.byteLength / 2);
    this.#words = new Uint32Array(memory);
    this.#arguments = guest.address("__msan_param_tls") / 4;
    this.#result = guest.address("__msan_retval_tls") / 4;
  }

  /** The shadow of [from, to). */
  shadowOf(from: number, to: number): Uint8Array {
    return this.#shadow.subarray(from, to);
  }

  /** Kernel code is entered: what it is handed has a value. */
  beginCall(): void {
    this.#told.clear();
    this.#times = 0;
    this.#words.fill(0, this.#arguments, this.#arguments + 2 * MAX_ARGUMENTS);
  }

  allocated(at: number, bytes: number, zero: boolean): void {
    this.#shadow.fill(zero ? 0 : 0xff, at, at + bytes);
  }

  freed(): void {}

  /** What the harness answers has a value. */
  afterImport(): void {
    this.#words[this.#result] = 0;
    this.#words[this.#result + 1] = 0;
  }

  /** A value that was never set decides a branch or an address, or is an argument or a result. */
  warning(): void {
    this.#tell("a value that was never set is used");
  }

  /** What an entry point of the kernel answers goes to a process, or decides what the harness does. */
  endCall(): void {
    if (this.#words[this.#result] === 0 && this.#words[this.#result + 1] === 0) return;
    this.#tell("a value that was never set is returned", true);
  }

  /** Of a hypercall's argument, each field that Xen looks at. */
  reads(address: number, bytes: number): void {
    const from = this.#firstUnset(address, bytes);
    if (from !== -1) this.#tell("a field that was never set is handed to the hypervisor");
  }

  writes(address: number, bytes: number): void {
    this.#shadow.fill(0, address, address + bytes);
  }

  /** Bytes leave the kernel: all of them can be seen, holes between fields as well. */
  leaves(address: number, bytes: number): void {
    const from = this.#firstUnset(address, bytes);
    if (from === -1) return;
    this.#tell(`copy_to_user of ${bytes} bytes, of which those from offset ${from - address} were never set`);
  }

  #firstUnset(address: number, bytes: number): number {
    for (let i = address; i < address + bytes; i++) if (this.#shadow[i] !== 0) return i;
    return -1;
  }

  /** @param late it happened before, in the call that has just come back */
  #tell(text: string, late = false): void {
    if (++this.#times > TOLD_IN_A_CALL) return;
    const site = siteOfCall();
    const key = `${text} ${site}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const event = { kind: "rule", rule: "uninitialised-read", text } as const;
    this.#guest.trace.emit(late ? { ...event, late } : { ...event, site });
  }
}
