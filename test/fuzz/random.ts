// SPDX-License-Identifier: GPL-2.0-only

/** Numbers that look random and are the same for the same seed: mulberry32, which is fast and good enough to choose by. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** @returns a whole number from 0 up to but without `limit`, 0 for a limit below 1 */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * Math.max(0, limit));
  }

  /** @returns one of a list that is not empty */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** @returns true once in `n` times */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }
}
