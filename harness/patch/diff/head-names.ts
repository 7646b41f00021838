// SPDX-License-Identifier: GPL-2.0-only
import { CUT, nameOf } from "./function-head.ts";

/** The heads of a text, to be asked by as many hunks as there are without being looked at each time. */
export class HeadNames {
  readonly #names: ReadonlySet<string>;
  /** The heads themselves, in the order in which those with the same beginning follow each other. */
  readonly #sorted: readonly string[];

  constructor(heads: readonly string[]) {
    const trimmed = heads.map((head) => head.trim());
    this.#names = new Set(trimmed.map(nameOf).filter((name) => name !== ""));
    this.#sorted = trimmed.sort();
  }

  /** True if one of the heads is what a hunk names, as isSameHead has it. */
  has(named: string): boolean {
    const one = named.trim();
    const name = nameOf(one);
    if (name !== "" && this.#names.has(name)) return true;
    const next = this.#atOrAfter(one);
    return next !== undefined && (next === one || (one.length >= CUT && next.startsWith(one)));
  }

  #atOrAfter(text: string): string | undefined {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < text) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low];
  }
}
