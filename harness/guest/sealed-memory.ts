// SPDX-License-Identifier: GPL-2.0-only
import { MEMORY_BYTES, PAGE_TABLE_PAGES } from "../abi/numbers.ts";
import { LOW_BYTES } from "../compile/flavour.ts";
import { PAGE_SIZE } from "../machine/units.ts";
import type { KernelServices } from "./kernel-services.ts";

/** Words of eight bytes at address 0 that are looked at: a member of a structure behind a null pointer lies there. */
const NULL_WORDS = 128;

const ZEROES = new Uint8Array(PAGE_SIZE);
const CLEAN = new Uint8Array(MEMORY_BYTES);

/** The memory of a kernel as it is after boot, but for the page tables, which are the machine's. */
export class SealedMemory {
  readonly #kernel: Pick<KernelServices, "loaded" | "heap" | "values" | "sanitizer">;
  /** Contents as [first byte, contents] runs around the page tables. */
  readonly #boot: readonly (readonly [number, Uint8Array])[];
  readonly #heapStart: number;
  /** Where memory begins that a run may change: what lies below is a null pointer's, or the shadow. */
  readonly #low: number;
  readonly #nullPage: Uint8Array;
  /** The same as floating-point words, which are compared twice as fast. */
  readonly #nullWords: Float64Array;
  /** First byte that no run's heap has reached. */
  #highest = 0;
  /** A run left something where no reset looked for it. */
  #isSpoilt = false;
  /** Brings back what of memory had a value after boot. */
  readonly #restoreValues: (() => void) | null;

  constructor(kernel: Pick<KernelServices, "loaded" | "heap" | "values" | "sanitizer">) {
    this.#kernel = kernel;
    const { loaded, heap, values, sanitizer } = kernel;
    const { u8 } = loaded;
    this.#low = sanitizer === null ? LOW_BYTES[loaded.build.flavour] : 0;
    this.#heapStart = (heap.top + 63) & -64;
    this.#nullPage = u8.subarray(0, PAGE_SIZE);
    this.#nullWords = new Float64Array(loaded.memory, 0, NULL_WORDS);
    const tables = loaded.address("hb_page_tables");
    const tablesEnd = tables + PAGE_TABLE_PAGES * PAGE_SIZE;
    this.#boot = [
      [this.#low, u8.slice(this.#low, tables)],
      [tablesEnd, u8.slice(tablesEnd, this.#heapStart)],
    ];
    this.#restoreValues = values?.keep(this.#low, this.#heapStart) ?? null;
  }

  /**
   * @param isWhole clear all of it, and not only what kernel code that keeps to its own can have written to
   * @param hasDied a kernel that died may have written anywhere, and one that wrote beside the heap anywhere behind it
   */
  restore(hasDied: boolean, isWhole: boolean): void {
    const { loaded, heap, values } = this.#kernel;
    const { u8 } = loaded;
    const isSpoilt = isWhole || hasDied || this.#hasWrittenBehindHeap();
    if (isSpoilt && !isWhole) this.#isSpoilt = this.isSpoilt;
    this.#highest = Math.max(this.#highest, heap.top);
    if (isSpoilt) u8.fill(0, this.#heapStart);
    const touchedEnd = isSpoilt ? MEMORY_BYTES : Math.max(heap.top, this.#heapStart);
    values?.clear(this.#heapStart, touchedEnd);
    if (this.#low > 0 && (isSpoilt || this.isNullPageWritten())) u8.fill(0, 0, this.#low);
    for (const [at, bytes] of this.#boot) u8.set(bytes, at);
    this.#restoreValues?.();
    heap.reset(this.#heapStart);
  }

  /**
   * Whether a run left something where no heap has been, which the runs after it may have read. Of one that died it is not known
   * whether it was the first to write there. Windows of the direct map have to be reset.
   */
  get isSpoilt(): boolean {
    if (this.#isSpoilt) return true;
    const { loaded, heap } = this.#kernel;
    const free = loaded.u8.subarray(Math.max(this.#highest, heap.top));
    return Buffer.compare(free, CLEAN.subarray(0, free.length)) !== 0;
  }

  /** Whether there is something where the heap has not been: what one run leaves there, the next one must not find. */
  #hasWrittenBehindHeap(): boolean {
    const { loaded, heap } = this.#kernel;
    const { top, limit } = heap;
    const behind = loaded.u8.subarray(top, Math.min(top + PAGE_SIZE, limit));
    return Buffer.compare(behind, ZEROES.subarray(0, behind.length)) !== 0;
  }

  /** True if something was written where members of a structure behind a null pointer lie. */
  isNullPageWritten(): boolean {
    // the shadow is there, and whoever would write to it was reported before
    if (this.#kernel.sanitizer !== null) return false;
    for (let i = 0; i < NULL_WORDS; i++) if (this.#nullWords[i] !== 0) return true;
    return false;
  }

  clearNullPage(): void {
    this.#nullPage.fill(0);
  }
}
