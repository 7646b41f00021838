// SPDX-License-Identifier: GPL-2.0-only
import type { Machine } from "../machine/machine.ts";
import { type Mfn, mfn, PAGE_SIZE, type Pfn, type Vaddr, vaddr } from "../machine/units.ts";
import { GuestDied } from "./guest-died.ts";

/** What a page shows that the direct map does not map: nothing that kernel code would write there. */
const UNMAPPED = 0x5a;

/**
 * Direct-map addresses as C of a real tree uses them. A module with 32-bit addresses drops the upper half of one, and
 * what is left lies in linear memory: there each page that may hold a grant has a window. Windows show what the page
 * tables map when kernel code goes on, and what it wrote there is carried over before anything else can happen.
 */
export class DirectMapWindow {
  readonly #u8: Uint8Array;
  readonly #machine: Machine;
  readonly #pages: () => Iterable<Pfn>;
  /** What each window showed when kernel code went on. */
  readonly #shown = new Map<Pfn, Uint8Array>();

  /** @param pages the pages that kernel code may reach so */
  constructor(u8: Uint8Array, machine: Machine, pages: () => Iterable<Pfn>) {
    this.#u8 = u8;
    this.#machine = machine;
    this.#pages = pages;
  }

  reset(): void {
    this.#shown.clear();
  }

  /** Kernel code goes on: the windows show what is mapped now. */
  open(): void {
    for (const page of this.#pages()) {
      const window = this.#windowOf(page);
      const shown = this.#shown.get(page) ?? new Uint8Array(PAGE_SIZE);
      const frame = this.#frameAt(this.#addressOf(page));
      const bytes = frame === -1 ? null : this.#machine.frames.bytesOf(frame);
      if (bytes === null) shown.fill(UNMAPPED);
      else shown.set(bytes);
      window.set(shown);
      this.#shown.set(page, shown);
    }
  }

  /**
   * Kernel code has stopped for something else: what it wrote goes through the page tables.
   *
   * @throws GuestDied for a write to a page that is not mapped, or not for writing
   */
  close(): void {
    for (const [page, shown] of this.#shown) {
      const window = this.#windowOf(page);
      if (Buffer.compare(window, shown) === 0) continue;
      const from = window.findIndex((byte, i) => byte !== shown[i]);
      const to = PAGE_SIZE - window.toReversed().findIndex((byte, i) => byte !== shown[PAGE_SIZE - 1 - i]);
      const va = vaddr(this.#addressOf(page) + from);
      const written = window.slice(from, to);
      window.set(shown);
      if (this.#machine.writeBytes(0, va, written, false)) {
        shown.set(written, from);
        continue;
      }
      this.#shown.clear();
      throw new GuestDied("oops", "unable to handle kernel paging request");
    }
  }

  #addressOf(page: Pfn): Vaddr {
    return vaddr(this.#machine.layout.directMapBase + page * PAGE_SIZE);
  }

  /** Where in linear memory the address ends up. */
  #windowOf(page: Pfn): Uint8Array {
    const at = this.#addressOf(page) % 0x1_0000_0000;
    const lin = at < 0 ? at + 0x1_0000_0000 : at;
    return this.#u8.subarray(lin, lin + PAGE_SIZE);
  }

  #frameAt(va: Vaddr): Mfn | -1 {
    const pte = this.#machine.kernelPte(va);
    if (pte === 0) return -1;
    const lo = this.#machine.readPteLo(pte);
    if ((lo & 1) === 0) return -1;
    return mfn((this.#machine.readPteHi(pte) & 0xf_ffff) * 0x10_0000 + (lo >>> 12));
  }
}
