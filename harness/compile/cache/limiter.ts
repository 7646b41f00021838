// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from "node:os";

/** Jobs that wait for a place, and how many places are free. */
interface Places {
  free: number;
  readonly waiting: { readonly rank: number; readonly start: () => void }[];
}

/** Lets a bounded number of jobs run at a time: the wanted before the others, those of one rank as they came. */
export class Limiter {
  readonly #places: Places;
  readonly #rank: number;

  /** @param jobs how many at a time; by default one for each processor */
  constructor(
    jobs = availableParallelism(),
    places: Places = { free: Math.max(1, jobs), waiting: [] },
    rank = 0,
  ) {
    this.#places = places;
    this.#rank = rank;
  }

  /**
   * @param rank the lower, the sooner; a limiter's own is 0
   * @returns a limiter with the same places, whose jobs have that rank
   */
  ranked(rank: number): Limiter {
    return new Limiter(0, this.#places, rank);
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    const { waiting } = this.#places;
    if (this.#places.free === 0)
      await new Promise<void>((start) => waiting.push({ rank: this.#rank, start }));
    else this.#places.free--;
    try {
      return await job();
    } finally {
      const rank = Math.min(...waiting.map((one) => one.rank));
      const [next] = waiting.splice(
        waiting.findIndex((one) => one.rank === rank),
        1,
      );
      if (next === undefined) this.#places.free++;
      else next.start();
    }
  }
}
