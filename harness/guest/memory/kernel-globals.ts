// SPDX-License-Identifier: GPL-2.0-only
import { indexUpTo } from "../index-up-to.ts";
import { textAt } from "./text-at.ts";
import type { ModuleMemory } from "./undefined-behaviour.ts";

/** How far before a variable an access still counts as one beside it: no variable has a red zone there of its own. */
const BEFORE = 16;

/** What the compiler says of a variable, by the place of its words (csrc/asan/asan.c). */
const START = 0;
const SIZE = 1;
const SIZE_WITH_REDZONE = 2;
const NAME = 3;
const LOCATION = 6;
const WORDS = 8;

/** A variable that an address is beside. */
export interface GlobalVariable {
  readonly name: string;
  /** One of this tool's: where it lies, and that there is one, means nothing to a kernel. */
  readonly isOwn: boolean;
  /** Its first byte, the first one behind it, and the first one behind its red zone. */
  readonly at: number;
  readonly end: number;
  readonly stop: number;
}

/** Finds the global variables of a module by what AddressSanitizer says of each. */
export class KernelGlobals {
  readonly #memory: ModuleMemory;
  readonly #tables: number;
  readonly #count: number;
  /** Sorted by address; empty before they were registered, which is early in boot. */
  #all: readonly GlobalVariable[] = [];

  /**
   * @param tables linear address of pairs of words: a table and how many variables it has
   * @param count linear address of the number of tables
   */
  constructor(memory: ModuleMemory, tables: number, count: number) {
    this.#memory = memory;
    this.#tables = tables;
    this.#count = count;
  }

  /** @returns the variable that an address is in, or the nearest one that it is beside, the kernel's first; or null */
  near(at: number): GlobalVariable | null {
    if (this.#all.length === 0) this.#all = this.#read();
    const index = indexUpTo(this.#all, at);
    const [before, behind] = [this.#all[index], this.#all[index + 1]];
    const first = before !== undefined && at < before.stop ? before : null;
    const second = behind !== undefined && behind.at - at <= BEFORE ? behind : null;
    if (first === null || second === null) return first ?? second;
    if (first.isOwn !== second.isOwn) return first.isOwn ? second : first;
    return at - first.end < second.at - at ? first : second;
  }

  #read(): GlobalVariable[] {
    const found: GlobalVariable[] = [];
    const tables = this.#memory.u32[this.#count >> 2]!;
    for (let t = 0; t < tables; t++) {
      const table = this.#word(this.#tables, 2 * t);
      const n = this.#word(this.#tables, 2 * t + 1);
      for (let i = 0; i < n; i++) found.push(this.#describe(table + i * WORDS * this.#memory.pointerBytes));
    }
    return found.sort((a, b) => a.at - b.at);
  }

  #describe(variable: number): GlobalVariable {
    const name = this.#text(this.#word(variable, NAME));
    const location = this.#word(variable, LOCATION);
    const file = location === 0 ? "" : this.#text(this.#word(location, 0));
    const start = this.#word(variable, START);
    return {
      name,
      isOwn: /^(?:hb_|__llvm_)/.test(name) || file.startsWith("csrc/"),
      at: start,
      end: start + this.#word(variable, SIZE),
      stop: start + this.#word(variable, SIZE_WITH_REDZONE),
    };
  }

  /** The lower half of a pointer or a number. */
  #word(at: number, index: number): number {
    return this.#memory.u32[(at + index * this.#memory.pointerBytes) >> 2]!;
  }

  #text(at: number): string {
    return textAt(this.#memory.u8, at);
  }
}
