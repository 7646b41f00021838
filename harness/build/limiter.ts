// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from "node:os";

/** Lets a bounded number of jobs run at a time, in the order in which they came. */
export class Limiter {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param jobs how many at a time; by default one for each processor */
  constructor(jobs = availableParallelism()) {
    this.#free = Math.max(1, jobs);
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
