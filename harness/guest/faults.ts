// SPDX-License-Identifier: GPL-2.0-only

/** What a scenario can make fail, by the kernel's name for it. Numbers as in csrc/include/hunkbox/imports.h. */
export const FAULT_POINTS = { set_phys_to_machine: 1 } as const;

/** Named points of the kernel that fail at their n-th use from now on. */
export class Faults {
  readonly #plans = new Map<string, Set<number>>();
  readonly #uses = new Map<string, number>();
  readonly #struck = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  reset(): void {
    if (this.#plans.size > 0) this.#plans.clear();
    if (this.#uses.size > 0) this.#uses.clear();
    if (this.#struck.size > 0) this.#struck.clear();
  }

  /**
   * @param point kernel function, or another name that `hit` is called with
   * @param nth from 1, counted from now
   */
  plan(point: string, nth: number): number {
    const plans = this.#plans.get(point) ?? new Set();
    const use = (this.#uses.get(point) ?? 0) + nth;
    plans.add(use);
    this.#plans.set(point, plans);
    return use;
  }

  struckAt(point: string, use: number): number {
    return this.#struck.get(`${point} ${use}`) ?? -1;
  }

  /** A point is reached. @returns true if it is to fail this time */
  hit(point: string): boolean {
    if (this.#plans.size === 0) return false;
    const plans = this.#plans.get(point);
    if (plans === undefined) return false;
    const use = (this.#uses.get(point) ?? 0) + 1;
    this.#uses.set(point, use);
    if (!plans.has(use)) return false;
    this.#struck.set(`${point} ${use}`, this.#now());
    return true;
  }
}
