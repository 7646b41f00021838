// SPDX-License-Identifier: GPL-2.0-only
import { type GrantHandle, handle, type Lin, lin } from "../../machine/units.ts";

/**
 * Which live handle stands for which page-table entry. Xen itself keeps no such book (which is why a lost PTE leaks its
 * grant); the emulator does, so that it can say what happened.
 */
export class Mappings {
  readonly #handleOf = new Map<number, number>();
  readonly #pteOf = new Map<number, number>();
  #sealed: [number, number][] = [];

  /** @returns the handle that stands for an entry, -1 if none does. */
  handleAt(pte: Lin): GrantHandle | -1 {
    const found = this.#handleOf.get(pte);
    return found === undefined ? -1 : handle(found);
  }

  /** @returns the entry that a handle stands for, 0 if none or lost. */
  pteOf(handle: GrantHandle): Lin | 0 {
    const found = this.#pteOf.get(handle);
    return found === undefined ? 0 : lin(found);
  }

  /** Notes that a handle has written an entry. */
  add(handle: GrantHandle, pte: Lin): void {
    this.#handleOf.set(pte, handle);
    this.#pteOf.set(handle, pte);
  }

  /** Notes that an entry no longer shows a grant. */
  lose(pte: Lin): void {
    const found = this.#handleOf.get(pte);
    if (found === undefined) return;
    this.#handleOf.delete(pte);
    this.#pteOf.delete(found);
  }

  /**
   * Notes that a handle was unmapped at an entry. If the entry was another handle's (Xen accepts any PTE of the right
   * frame, recorded: multi.unmap3_ro), that one is left with the first one's entry.
   */
  unmapped(used: GrantHandle, pte: Lin): void {
    const other = this.handleAt(pte);
    const own = this.pteOf(used);
    this.lose(pte);
    if (own !== 0) this.lose(own);
    if (other >= 0 && other !== used && own !== 0) this.add(handle(other), own);
  }

  /** Notes that an entry's contents now stand elsewhere. */
  moved(from: Lin, to: Lin): void {
    const found = this.handleAt(from);
    this.lose(from);
    if (found >= 0) this.add(handle(found), to);
  }

  /** Remembers the present state for `reset`. */
  seal(): void {
    this.#sealed = [...this.#handleOf];
  }

  /** Returns to the state at `seal`. */
  reset(): void {
    this.#handleOf.clear();
    this.#pteOf.clear();
    for (const [pte, found] of this.#sealed) this.add(handle(found), lin(pte));
  }
}
