// SPDX-License-Identifier: GPL-2.0-only
import type { Mfn } from "./units.ts";

/** One cached translation. */
export interface TlbEntry {
  readonly mfn: Mfn;
  readonly writable: boolean;
  readonly user: boolean;
}

/** Keys of user pages of different spaces are this far apart: more than a 47-bit address has pages. */
const SPACE_STRIDE = 2 ** 36;

/** The translation cache of the one CPU. Knows nothing of page tables; who asks compares. */
export class Tlb {
  readonly #entries = new Map<number, TlbEntry>();

  /** @param space 0 for kernel pages, which all spaces share. @param vpn virtual page number, sign-extended. */
  get(space: number, vpn: number): TlbEntry | undefined {
    return this.#entries.get(space * SPACE_STRIDE + vpn);
  }

  fill(space: number, vpn: number, entry: TlbEntry): void {
    this.#entries.set(space * SPACE_STRIDE + vpn, entry);
  }

  drop(space: number, vpn: number): void {
    this.#entries.delete(space * SPACE_STRIDE + vpn);
  }

  /** Drops all translations of a space's user half. */
  dropSpace(space: number): void {
    const first = space * SPACE_STRIDE;
    for (const key of this.#entries.keys())
      if (key >= first && key < first + SPACE_STRIDE / 2) this.#entries.delete(key);
  }

  clear(): void {
    if (this.#entries.size !== 0) this.#entries.clear();
  }
}
