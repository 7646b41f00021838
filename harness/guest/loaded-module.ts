// SPDX-License-Identifier: GPL-2.0-only
import { MEMORY_BYTES } from "../abi/numbers.ts";
import type { Build } from "../compile/build-side.ts";
import { archOf } from "../machine/config.ts";
import { join64, type Lin, lin, type Vaddr, vaddr } from "../machine/units.ts";

/**
 * Work that one call into the kernel may do: each call of a function and each turn of a loop is a unit (csrc/runtime/work.s), and
 * so is what it has others do (`charge`). The longest honest one takes some thousands.
 */
export const WORK_BUDGET = 2_000_000;

export type Exported = (...args: number[]) => number | undefined;

/** An instance of a kernel's module: its memory, and its exports by their names. */
export class LoadedModule {
  readonly build: Build;
  /** Linear memory without the shadow of instrumented modules. */
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  /** All of linear memory. */
  readonly memory: ArrayBuffer;
  /** Linear address where the module's data ends and its heap begins. */
  readonly heapBase: Lin;
  readonly #exports: Readonly<Record<string, WebAssembly.ExportValue>>;
  readonly #stackPointer: WebAssembly.Global;
  readonly #stackTop: number | bigint;
  readonly #workLeft: WebAssembly.Global;
  readonly #returnHigh: number;

  constructor(build: Build, instance: WebAssembly.Instance) {
    this.build = build;
    this.#exports = instance.exports;
    this.memory = (instance.exports["memory"] as WebAssembly.Memory).buffer as ArrayBuffer;
    this.u8 = new Uint8Array(this.memory, 0, MEMORY_BYTES);
    this.u32 = new Uint32Array(this.memory, 0, MEMORY_BYTES / 4);
    this.#stackPointer = instance.exports["__stack_pointer"] as WebAssembly.Global;
    this.#stackTop = this.#stackPointer.value as number | bigint;
    this.#workLeft = instance.exports["hb_work_left"] as WebAssembly.Global;
    this.#returnHigh = this.address("hb_ret_hi") / 4;
    this.heapBase = this.address("__heap_base");
  }

  /** Whether the module has an entry point. */
  has(name: string): boolean {
    return typeof this.#exports[name] === "function";
  }

  /** @returns an entry point of csrc; undefined if the module has none of that name */
  entry(name: string): Exported | undefined {
    const entry = this.#exports[name];
    return typeof entry === "function" ? (entry as Exported) : undefined;
  }

  /** Asks an entry point that only reads, while kernel code waits for the answer to a hypercall. */
  peek(name: string, ...args: number[]): number | undefined {
    return this.entry(name)?.(...args);
  }

  /** An exported object's linear address. */
  address(name: string): Lin {
    const value = this.#exports[name];
    if (!(value instanceof WebAssembly.Global)) throw new Error(`the module does not export ${name}`);
    return lin(Number(value.value));
  }

  /** @returns the virtual address whose lower half an entry point has just returned */
  joinReturned(low: number): Vaddr {
    const high = this.u32[this.#returnHigh]!;
    return vaddr(archOf(this.build.config).longBytes === 8 ? join64(low, high) : low >>> 0);
  }

  /** From here on, the kernel may do WORK_BUDGET units of work. */
  fillWork(): void {
    this.#workLeft.value = WORK_BUDGET;
  }

  /** Units that were done since fillWork. */
  get workDone(): number {
    return WORK_BUDGET - Number(this.#workLeft.value);
  }

  /** Nothing is on the stack any more. */
  unwind(): void {
    this.#stackPointer.value = this.#stackTop;
  }
}
