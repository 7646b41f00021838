// SPDX-License-Identifier: GPL-2.0-only
import type { Arch } from "./config.ts";
import { FRAME_L1, FRAME_NONE, type FrameTable } from "./frame-table.ts";
import { PTE, pteHi, pteLo, pteMfn } from "./pte.ts";
import { type Lin, lin, type Vaddr } from "./units.ts";

const USED_BY_NOBODY = -1;

/** Walks that are remembered, a power of two, and what no walk is for. */
const WALKS = 16;
const NOTHING = -1e15;
/** Bytes that one L1 page maps, and how many of such there are in an address space at the most. */
const L1_SPAN = 512 * 4096;
const L1_PAGES = 2 ** 28;

/**
 * The page-table pages in linear memory: a pool of pages, each a typed frame, and the trees made of them. Space 0 is
 * the kernel's own (init_mm); other spaces share its kernel half.
 */
export class PageTables {
  readonly #arch: Arch;
  readonly #frames: FrameTable;
  readonly #base: number;
  readonly #count: number;
  readonly #words: Uint32Array;
  /** Frame index and mfn of each page-table page. */
  readonly #frameIndex: Int32Array;
  readonly mfn: Int32Array;
  /** Level 1 to 4 of a page in use, else 0. */
  readonly level: Uint8Array;
  /** Space that a page belongs to, or -1. */
  readonly space: Int32Array;
  /** Virtual page number that a page's first entry stands for. */
  readonly firstVpn: Float64Array;
  readonly #dirty: Uint8Array;
  /** L1 pages that were found last, by what they were found for: walks come in flocks. */
  readonly #foundFor = new Float64Array(WALKS).fill(NOTHING);
  readonly #found = new Int32Array(WALKS);
  /** Root page of each space, or -1 for a space that is not there. */
  #roots: number[] = [];
  #sealedRoots: number[] = [];
  #sealedWords: Uint32Array | null = null;
  #sealedState: { level: Uint8Array; space: Int32Array; firstVpn: Float64Array } | null = null;

  /**
   * @param words the whole linear memory as 32-bit words
   * @param frameIndex index in the frame table of each page-table page
   */
  constructor(arch: Arch, frames: FrameTable, words: Uint32Array, base: Lin, frameIndex: Int32Array) {
    this.#arch = arch;
    this.#frames = frames;
    this.#words = words;
    this.#base = base;
    this.#count = frameIndex.length;
    this.#frameIndex = frameIndex;
    this.mfn = Int32Array.from(frameIndex, (i) => frames.mfn[i]!);
    this.level = new Uint8Array(this.#count);
    this.space = new Int32Array(this.#count).fill(USED_BY_NOBODY);
    this.firstVpn = new Float64Array(this.#count);
    this.#dirty = new Uint8Array(this.#count);
    const root = this.#take(arch.levels, 0, 0);
    if (root < 0) throw new RangeError("no page-table page for the kernel's root");
    this.#roots = [root];
  }

  /** @returns true for a linear address inside a page-table page. */
  contains(address: number): boolean {
    return address >= this.#base && address < this.#base + this.#count * 4096;
  }

  /** @returns the page-table page that a linear address of the region lies in. */
  pageOf(address: number): number {
    return (address - this.#base) >>> 12;
  }

  /** @returns the linear address of a page-table page. */
  linOf(page: number): Lin {
    return lin(this.#base + page * 4096);
  }

  lo(pte: Lin): number {
    return this.#words[pte >>> 2]!;
  }

  hi(pte: Lin): number {
    return this.#words[(pte >>> 2) + 1]!;
  }

  /** Stores an entry. No check, no reference, no event. */
  store(pte: Lin, lo: number, hi: number): void {
    const word = pte >>> 2;
    this.#words[word] = lo;
    this.#words[word + 1] = hi;
    const page = (pte - this.#base) >>> 12;
    this.#dirty[page] = 1;
    if (this.level[page] !== 1) this.#foundFor.fill(NOTHING);
  }

  hasSpace(space: number): boolean {
    return (this.#roots[space] ?? -1) >= 0;
  }

  /** @returns the new space's number, or -1 if the pool is empty. */
  newSpace(): number {
    let space = 1;
    while (this.hasSpace(space)) space++;
    const root = this.#take(this.#arch.levels, space, 0);
    if (root < 0) return -1;
    this.#roots[space] = root;
    // the kernel's half, as words: two an entry
    const [first, end] = this.#arch.levels === 4 ? [512, 1024] : [6, 8];
    const from = this.linOf(this.#roots[0]!) >>> 2;
    this.#foundFor.fill(NOTHING);
    this.#words.copyWithin((this.linOf(root) >>> 2) + first, from + first, from + end);
    return space;
  }

  /** Gives back the pages of a space. The caller has emptied its L1 entries. */
  freeSpace(space: number): void {
    if (space === 0 || !this.hasSpace(space)) return;
    this.#roots[space] = -1;
    this.#foundFor.fill(NOTHING);
    for (let page = 0; page < this.#count; page++) if (this.space[page] === space) this.#give(page);
  }

  /**
   * Finds the L1 entry of a virtual address.
   * @param va sign-extended; on x86_32 either sign
   * @param allocate allocate what is missing for this space's user half or, at boot, the kernel's
   * @returns 0 if there is no L1 table, or none could be allocated
   */
  find(space: number, va: Vaddr, allocate: boolean): Lin | 0 {
    const root = this.#roots[space] ?? -1;
    if (root < 0) return 0;
    const low = va >>> 0;
    const span = Math.floor(va / L1_SPAN);
    const wanted = span + space * L1_PAGES;
    const slot = (low >>> 21) & (WALKS - 1);
    if (this.#foundFor[slot] === wanted)
      return lin(this.linOf(this.#found[slot]!) + ((low >>> 12) & 511) * 8);
    const high = Math.floor(va / 0x1_0000_0000);
    let page = root;
    if (this.#arch.levels === 4) {
      if (high < -0x8000 || high > 0x7fff) return 0;
      page = this.#down(page, (high >>> 7) & 511, 4, space, va, allocate);
      if (page < 0) return 0;
      page = this.#down(page, ((high & 0x7f) << 2) | (low >>> 30), 3, space, va, allocate);
    } else {
      if (high !== 0 && high !== -1) return 0;
      page = this.#down(page, low >>> 30, 3, space, va, allocate);
    }
    if (page < 0) return 0;
    page = this.#down(page, (low >>> 21) & 511, 2, space, va, allocate);
    if (page < 0) return 0;
    this.#foundFor[slot] = wanted;
    this.#found[slot] = page;
    return lin(this.linOf(page) + ((low >>> 12) & 511) * 8);
  }

  /** Remembers the present state for `reset`. */
  seal(): void {
    const first = this.#base >>> 2;
    this.#sealedWords = this.#words.slice(first, first + this.#count * 1024);
    this.#sealedRoots = [...this.#roots];
    this.#sealedState = {
      level: this.level.slice(),
      space: this.space.slice(),
      firstVpn: this.firstVpn.slice(),
    };
    this.#dirty.fill(0);
  }

  /** Returns to the state at `seal`: copies back pages in use then or now, and pages written since. */
  reset(): void {
    const sealed = this.#sealedWords;
    const state = this.#sealedState;
    if (sealed === null || state === null) return;
    const first = this.#base >>> 2;
    for (let page = 0; page < this.#count; page++) {
      if (this.#dirty[page] === 0 && this.level[page] === 0 && state.level[page] === 0) continue;
      this.#words.set(sealed.subarray(page * 1024, page * 1024 + 1024), first + page * 1024);
      this.#dirty[page] = 0;
    }
    this.level.set(state.level);
    this.space.set(state.space);
    this.firstVpn.set(state.firstVpn);
    this.#roots = [...this.#sealedRoots];
    this.#foundFor.fill(NOTHING);
  }

  #down(page: number, index: number, level: number, space: number, va: number, allocate: boolean): number {
    const entry = lin(this.linOf(page) + index * 8);
    const lo = this.lo(entry);
    if ((lo & PTE.P) !== 0) {
      const frame = this.#frames.indexOf(pteMfn(lo, this.hi(entry)));
      return frame < 0 ? -1 : this.#frames.ptPage[frame]!;
    }
    if (!allocate) return -1;
    const span = 512 ** (level - 1);
    const vpn = Math.floor(va / 4096);
    const next = this.#take(level - 1, space, Math.floor(vpn / span) * span);
    if (next < 0) return -1;
    const mfn = this.mfn[next]!;
    const flags = level === 3 && this.#arch.levels === 3 ? PTE.P : PTE.P | PTE.RW | PTE.US | PTE.A | PTE.D;
    this.store(entry, pteLo(mfn, flags), pteHi(mfn, 0));
    return next;
  }

  #take(level: number, space: number, firstVpn: number): number {
    for (let page = 0; page < this.#count; page++) {
      if (this.level[page] !== 0) continue;
      this.level[page] = level;
      this.space[page] = space;
      this.firstVpn[page] = firstVpn;
      this.#dirty[page] = 1;
      const word = this.linOf(page) >>> 2;
      this.#words.fill(0, word, word + 1024);
      const frame = this.#frameIndex[page]!;
      this.#frames.type[frame] = FRAME_L1 + level - 1;
      this.#frames.typeCount[frame] = 1;
      this.#frames.refCount[frame]!++;
      return page;
    }
    return -1;
  }

  #give(page: number): void {
    this.level[page] = 0;
    this.space[page] = USED_BY_NOBODY;
    this.#dirty[page] = 1;
    const frame = this.#frameIndex[page]!;
    this.#frames.type[frame] = FRAME_NONE;
    this.#frames.typeCount[frame] = 0;
    this.#frames.refCount[frame]!--;
  }
}
