// SPDX-License-Identifier: GPL-2.0-only
import { MEMORY_BYTES } from "../abi/numbers.ts";
import type { Build } from "../compile/build-side.ts";
import type { Flavour } from "../compile/flavour.ts";
import { archOf } from "../machine/config.ts";
import { join64, type Lin, lin, type Vaddr, vaddr } from "../machine/units.ts";
import { withWholeStack } from "../machine/with-whole-stack.ts";
import { GuestDied } from "./guest-died.ts";
import { WorkDone, type WorkKind } from "./work.ts";

/**
 * Work that one call into the kernel may do: each edge of its control flow is a unit (csrc/runtime/work.s), and so is what it has
 * the harness do for it (`charge`). Instrumented code takes more edges for the same. The longest honest calls of the miniature,
 * 3.0.1 and 6.12 take 75 000, 180 000 and 392 000.
 */
export const WORK_BUDGET: Readonly<Record<Flavour, number>> = {
  plain: 500_000,
  asan: 1_000_000,
  msan: 2_000_000,
};

/** Calls of one run may do so many times the work of one call. */
const CALLS_OF_RUN = 3;

export type Exported = (...args: number[]) => number | undefined;

const OUT_OF_WORK = "the kernel does not come back: it has done all the work that a call may do";

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
  /** What the harness did for the kernel. */
  readonly #served = new WorkDone();
  /** What the call that is under way may do, and what the run could when it began. */
  #filled = 0;
  #leftOfRun = 0;
  #spent = 0;

  constructor(build: Build, instance: WebAssembly.Instance) {
    this.build = build;
    this.#exports = instance.exports;
    this.memory = (instance.exports["memory"] as WebAssembly.Memory).buffer as ArrayBuffer;
    this.u8 = new Uint8Array(this.memory, 0, MEMORY_BYTES);
    this.u32 = new Uint32Array(this.memory, 0, MEMORY_BYTES / 4);
    this.#stackPointer = instance.exports["__stack_pointer"] as WebAssembly.Global;
    this.#stackTop = this.#stackPointer.value as number | bigint;
    this.#workLeft = instance.exports["hb_work_left"] as WebAssembly.Global;
    this.#workLeft.value = 0;
    this.beginRun();
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

  /** A run begins: what the one before it did does not count. */
  beginRun(): void {
    this.#settle();
    this.#leftOfRun = CALLS_OF_RUN * WORK_BUDGET[this.build.flavour];
  }

  /**
   * A call begins: the kernel may do what one call may, and no more than is left of the run.
   *
   * @throws GuestDied if nothing is left
   */
  fillWork(): void {
    this.#settle();
    this.#filled = Math.min(WORK_BUDGET[this.build.flavour], Math.max(this.#leftOfRun, 0));
    this.#workLeft.value = this.#filled;
    this.#served.clear();
    if (this.#filled === 0) throw this.outOfWork();
  }

  /**
   * Counts what the harness does for the kernel as the kernel's own work.
   *
   * @throws GuestDied if that is more than a call may do
   */
  charge(kind: WorkKind, times = 1): void {
    const left = Number(this.#workLeft.value) - this.#served.add(kind, times);
    this.#workLeft.value = Math.max(left, 0);
    if (left < 0) throw this.outOfWork();
  }

  /** @returns the death of a kernel that has done all that it may, with the C stack at which it did */
  outOfWork(): GuestDied {
    const most = this.#served.mostOf(this.#filled);
    const text = most === null ? OUT_OF_WORK : `${OUT_OF_WORK}, most of it ${most}`;
    return withWholeStack(() => new GuestDied("hang", text));
  }

  /** What was done since fillWork is done with. */
  #settle(): void {
    const done = this.workDone;
    this.#leftOfRun -= done;
    this.#spent += done;
    this.#filled -= done;
  }

  /** Units that were done in all runs. */
  get workOfAllRuns(): number {
    return this.#spent + this.workDone;
  }

  /** Units of them that were the kernel's own code, and nothing that the harness does for it. */
  get ownWorkOfAllRuns(): number {
    return this.workOfAllRuns - this.#served.unitsOfAll;
  }

  /** Hypercalls of all runs; a multicall is one. */
  get hypercallsOfAllRuns(): number {
    return this.#served.hypercalls;
  }

  /** Units that were done since fillWork. */
  get workDone(): number {
    return this.#filled - Number(this.#workLeft.value);
  }

  /** Nothing is on the stack any more. */
  unwind(): void {
    this.#stackPointer.value = this.#stackTop;
  }
}
