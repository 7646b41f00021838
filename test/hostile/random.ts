// SPDX-License-Identifier: GPL-2.0-only

/** Numbers and names that look arbitrary and are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  /** @param name of what is made: two recipes of one seed go different ways */
  constructor(seed: number, name: string) {
    this.#state = [...name].reduce((sum, one) => Math.imul(sum, 31) + one.charCodeAt(0), seed * 7919) >>> 0;
  }

  /** @returns an integer, `low` and `high` included */
  int(low: number, high: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) % (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.int(0, from.length - 1)];
    if (picked === undefined) throw new Error("there is nothing to pick from");
    return picked;
  }

  /** @returns a name that no kernel has */
  word(): string {
    return `hx_${Array.from({ length: 6 }, () => this.pick([..."bdfgklmnprst"])).join("")}`;
  }
}
