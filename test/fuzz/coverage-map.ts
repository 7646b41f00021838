// SPDX-License-Identifier: GPL-2.0-only

/** How often a way was taken tells as much as that it was: 1, 2, 3, 4 to 7, 8 to 15, … each have a bit. */
const BUCKETS = Uint8Array.from({ length: 256 }, (_, count) =>
  count < 4
    ? [0, 1, 2, 4][count]!
    : count < 8
      ? 8
      : count < 16
        ? 16
        : count < 32
          ? 32
          : count < 128
            ? 64
            : 128,
);

/** Which ways through a program were ever taken, and about how often in a run. */
export class CoverageMap {
  readonly #counters: Uint8Array;
  /** The same memory: most counters of a run are zero, and four are looked at at once. */
  readonly #fours: Uint32Array;
  readonly #seen: Uint8Array;

  /** @param counters of the program under test, a multiple of four */
  constructor(counters: Uint8Array<ArrayBuffer>) {
    this.#counters = counters;
    this.#fours = new Uint32Array(counters.buffer, counters.byteOffset, counters.length / 4);
    this.#seen = new Uint8Array(counters.length);
  }

  /** Before a run. */
  clear(): void {
    this.#fours.fill(0);
  }

  /** @returns after a run, whether it did what no run before did, which from now on is known */
  isNew(): boolean {
    let found = false;
    for (let four = 0; four < this.#fours.length; four++) {
      if (this.#fours[four] === 0) continue;
      for (let i = four * 4; i < four * 4 + 4; i++) {
        const bucket = BUCKETS[this.#counters[i]!]!;
        if ((this.#seen[i]! & bucket) === bucket) continue;
        this.#seen[i]! |= bucket;
        found = true;
      }
    }
    return found;
  }

  /** The ways that the run took, by their numbers. */
  taken(): number[] {
    const found: number[] = [];
    for (const [i, count] of this.#counters.entries()) if (count !== 0) found.push(i);
    return found;
  }

  /** How many ways were taken at all. */
  get ways(): number {
    return this.#seen.reduce((sum, one) => sum + (one === 0 ? 0 : 1), 0);
  }
}
