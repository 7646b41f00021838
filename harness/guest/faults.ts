// SPDX-License-Identifier: GPL-2.0-only

/** What a scenario can make fail, by the kernel's name for it. Numbers as in csrc/include/hunkbox/imports.h. */
export const FAULT_POINTS = { set_phys_to_machine: 1 } as const;

/** Named points of the kernel that fail at their n-th use from now on. */
export class Faults {
  readonly #plans = new Map<string, Set<number>>();
  readonly #uses = new Map<string, number>();

  reset(): void {
    if (this.#plans.size > 0) this.#plans.clear();
    if (this.#uses.size > 0) this.#uses.clear();
  }

  /**
   * @param point kernel function, or another name that `hit` is called with
   * @param nth from 1, counted from now
   */
  plan(point: string, nth: number): void {
    const plans = this.#plans.get(point) ?? new Set();
    plans.add((this.#uses.get(point) ?? 0) + nth);
    this.#plans.set(point, plans);
  }

  /** A point is reached. @returns true if it is to fail this time */
  hit(point: string): boolean {
    if (this.#plans.size === 0) return false;
    const plans = this.#plans.get(point);
    if (plans === undefined) return false;
    const use = (this.#uses.get(point) ?? 0) + 1;
    this.#uses.set(point, use);
    return plans.has(use);
  }
}
