// SPDX-License-Identifier: GPL-2.0-only
import type { Machine } from "../../machine/machine.ts";
import { type Mfn, PAGE_SIZE, type Pfn, type Vaddr, vaddr } from "../../machine/units.ts";
import { GuestDied } from "../guest-died.ts";

/** What a page shows that the direct map does not map: nothing that kernel code would write there. */
const UNMAPPED = 0x5a;

/** Windows that follow each other in linear memory. */
interface Run {
  readonly from: number;
  to: number;
}

/** A page's window. */
interface Window {
  /** Where in linear memory kernel code sees the page. */
  readonly seen: Uint8Array;
  /** What it showed when kernel code went on. */
  readonly shown: Uint8Array;
  readonly va: Vaddr;
  /** The frame that it shows, and which of its states; another state may show other bytes. */
  frame: Mfn | -1;
  version: number;
  /** False until it was filled. */
  filled: boolean;
}

/**
 * Direct-map addresses as C of a real tree uses them. A module with 32-bit addresses drops the upper half of one, and
 * what is left lies in linear memory: there each page that may hold a grant has a window. Those of x86_32 lie beyond it:
 * there C is given addresses of windows (`hb_windows`, csrc/kernel/boot.c), which the machine knows. Windows show what the page
 * tables map when kernel code goes on, and what it wrote there is carried over before anything else can happen.
 */
export class DirectMapWindow {
  readonly #memory: Buffer;
  /** What windows showed when kernel code went on, each at its window's own address. */
  readonly #shown: Buffer;
  readonly #machine: Machine;
  readonly #pages: () => Iterable<Pfn>;
  readonly #windows = new Map<Pfn, Window>();
  /** Those that kernel code may write to now. */
  readonly #open: Window[] = [];
  /** Where these begin and end in linear memory, those that follow each other as one. */
  readonly #runs: Run[] = [];

  /** @param pages the pages that kernel code may reach so */
  constructor(u8: Uint8Array, machine: Machine, pages: () => Iterable<Pfn>) {
    this.#memory = Buffer.from(u8.buffer, u8.byteOffset, u8.length);
    this.#shown = Buffer.alloc(u8.length);
    this.#machine = machine;
    this.#pages = pages;
  }

  reset(): void {
    this.#shut();
    for (const window of this.#windows.values()) {
      // what a run leaves there, the next one must not find
      if (window.filled) window.seen.fill(0);
      window.filled = false;
    }
  }

  /** Kernel code goes on: the windows show what is mapped now. */
  open(): void {
    this.#shut();
    const { frames } = this.#machine;
    for (const page of this.#pages()) {
      const window = this.#windowOf(page);
      if (window === null) continue;
      this.#open.push(window);
      this.#putInRun(window.seen.byteOffset);
      const frame = this.#frameAt(window.va);
      const version = frame === -1 ? 0 : frames.versionOf(frame);
      if (window.filled && window.frame === frame && window.version === version) continue;
      const bytes = frame === -1 ? null : frames.bytesOf(frame);
      if (bytes === null) window.shown.fill(UNMAPPED);
      else window.shown.set(bytes);
      window.seen.set(window.shown);
      window.frame = frame;
      window.version = version;
      window.filled = true;
    }
  }

  /**
   * Kernel code has stopped for something else: what it wrote goes through the page tables.
   *
   * @throws GuestDied for a write to a page that is not mapped, or not for writing
   */
  close(): void {
    if (this.#runs.every(({ from, to }) => this.#memory.compare(this.#shown, from, to, from, to) === 0)) {
      this.#shut();
      return;
    }
    for (const { seen, shown, va } of this.#open) {
      if (Buffer.compare(seen, shown) === 0) continue;
      const from = seen.findIndex((byte, i) => byte !== shown[i]);
      const to = PAGE_SIZE - seen.toReversed().findIndex((byte, i) => byte !== shown[PAGE_SIZE - 1 - i]);
      const written = seen.slice(from, to);
      seen.set(shown);
      if (!this.#machine.writeBytes(0, vaddr(va + from), written, false)) {
        this.#shut();
        throw new GuestDied("oops", "unable to handle kernel paging request");
      }
    }
    this.#shut();
  }

  #shut(): void {
    this.#open.length = 0;
    this.#runs.length = 0;
  }

  #putInRun(from: number): void {
    const last = this.#runs.at(-1);
    if (last?.to === from) last.to += PAGE_SIZE;
    else this.#runs.push({ from, to: from + PAGE_SIZE });
  }

  #windowOf(page: Pfn): Window | null {
    let window = this.#windows.get(page);
    if (window === undefined) {
      const va = vaddr(this.#machine.layout.directMapBase + page * PAGE_SIZE);
      const lin = this.#placeOf(va);
      if (lin === null) return null;
      const [seen, shown] = [this.#memory, this.#shown].map(
        ({ buffer, byteOffset }) => new Uint8Array(buffer, byteOffset + lin, PAGE_SIZE),
      );
      window = { seen: seen!, shown: shown!, va, frame: -1, version: 0, filled: false };
      this.#windows.set(page, window);
    }
    return window;
  }

  /** @returns where in linear memory C finds an address of the direct map, null for one that it cannot reach */
  #placeOf(va: Vaddr): number | null {
    const { windows, arch } = this.#machine;
    if (arch.longBytes === 8) return ((va % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000;
    if (windows === null || va < windows.va || va >= windows.va + windows.bytes) return null;
    return windows.at + va - windows.va;
  }

  #frameAt(va: Vaddr): Mfn | -1 {
    return this.#machine.mappedFrame(this.#machine.kernelPte(va));
  }
}
