// SPDX-License-Identifier: GPL-2.0-only

/** Counters of one function, and where they lie. */
interface Counters {
  readonly unit: number;
  readonly ident: number;
  /** Index of the first word in memory; each counter has two. */
  readonly word: number;
  readonly sums: number[];
  /** What they were when the kernel had come up. */
  boot: readonly number[];
}

/** What a module counted of its control flow, over all runs. */
export class Coverage {
  readonly #u32: Uint32Array;
  readonly #all: Counters[] = [];
  #unit = 0;
  #ident = 0;
  /** Words of memory that are left for counters: no two lie in one place. */
  #left: number;
  /** All counters are named: whatever kernel code says of more of them is not so. */
  #isNamed = false;

  constructor(u32: Uint32Array) {
    this.#u32 = u32;
    this.#left = u32.length;
  }

  /** The following functions are of the unit whose notes have this checksum. */
  nameUnit(checksum: number): void {
    this.#unit = checksum >>> 0;
  }

  nameFunction(ident: number): void {
    this.#ident = ident >>> 0;
  }

  /** @param at linear address of the function's counters; a function whose counters are not in memory has none */
  nameCounters(count: number, at: number): void {
    const words = 2 * count;
    if (this.#isNamed || (at >>> 2) + words > this.#u32.length || words > this.#left) return;
    this.#left -= words + 1;
    this.#all.push({
      unit: this.#unit,
      ident: this.#ident,
      word: at >>> 2,
      sums: Array.from({ length: count }, () => 0),
      boot: [],
    });
  }

  /** Takes over what was counted and starts the counters anew: before memory is reset, and in the end. */
  collect(): void {
    for (const { word, sums } of this.#all) {
      for (let i = 0; i < sums.length; i++) {
        const at = word + 2 * i;
        const low = this.#u32[at]!;
        if (low === 0 && this.#u32[at + 1] === 0) continue;
        sums[i]! += low + this.#u32[at + 1]! * 0x1_0000_0000;
        this.#u32[at] = 0;
        this.#u32[at + 1] = 0;
      }
    }
  }

  /** What was counted since it was collected last: the place of each counter that is not zero, and what it is. */
  get countedNow(): readonly number[] {
    const counted: number[] = [];
    let at = 0;
    for (const { word, sums } of this.#all) {
      for (let i = 0; i < sums.length; i++, at++) {
        const count = this.#u32[word + 2 * i]! + this.#u32[word + 2 * i + 1]! * 0x1_0000_0000;
        if (count !== 0) counted.push(at, count);
      }
    }
    return counted;
  }

  /** Adds what another run of the same module counted, as if it were run now. */
  add(counted: readonly number[]): void {
    let [next, first] = [0, 0];
    for (const { sums } of this.#all) {
      for (; next < counted.length && counted[next]! < first + sums.length; next += 2)
        sums[counted[next]! - first]! += counted[next + 1]!;
      first += sums.length;
    }
  }

  /** The kernel has come up: what was counted until now is of its boot. */
  noteBoot(): void {
    this.#isNamed = true;
    this.collect();
    for (const one of this.#all) one.boot = [...one.sums];
  }

  /** @returns a function's counters since they were collected last, or null if the module has none for it */
  countersNow(unit: number, ident: number): readonly number[] | null {
    const found = this.#find(unit, ident);
    if (found === undefined) return null;
    const { word, sums } = found;
    return sums.map((_, i) => this.#u32[word + 2 * i]! + this.#u32[word + 2 * i + 1]! * 0x1_0000_0000);
  }

  /** @returns what a function's counters were when the kernel had come up, or null */
  countersAtBoot(unit: number, ident: number): readonly number[] | null {
    return this.#find(unit, ident)?.boot ?? null;
  }

  /** @returns a function's counters so far, or null if the module has none for it */
  countersOf(unit: number, ident: number): readonly number[] | null {
    return this.#find(unit, ident)?.sums ?? null;
  }

  #find(unit: number, ident: number): Counters | undefined {
    return this.#all.find((one) => one.unit === unit && one.ident === ident);
  }
}
