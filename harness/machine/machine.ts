// SPDX-License-Identifier: GPL-2.0-only
import type { Arch } from "./config.ts";
import { FRAME_WRITABLE, FrameTable, NO_PFN } from "./frame-table.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { PageTables } from "./page-tables.ts";
import type { MachineParams } from "./params.ts";
import { PTE, pteHi, pteLo, pteMfn } from "./pte.ts";
import { scatterMfn } from "./scatter-mfn.ts";
import { Tlb } from "./tlb.ts";
import type { PteWriter, Trace } from "./trace.ts";
import {
  type Domid,
  domid,
  type Lin,
  lin,
  type Maddr,
  type Mfn,
  maddr,
  mfn,
  type Pfn,
  pfn,
  type Vaddr,
  vaddr,
} from "./units.ts";

/** What a page-table entry is for. `va` is -1 and `space` is -1 where there is none. */
export interface PteDescription {
  readonly area: "direct map" | "pkmap" | "fixmap" | "user" | "page table" | "unknown";
  readonly va: Vaddr | -1;
  readonly space: number;
}

/** The domain under test. */
export const BACKEND: Domid = domid(0);

/** Frames that the hypervisor or a test may add, besides those of the grant tables. */
const SPARE_FRAMES = 16;

/** Every other page-table page lies above 4 GiB, so that a truncated machine address of an entry shows. */
const isHighTable = (page: number): boolean => page % 2 === 1;

/**
 * One machine: frames, domains, page tables and the CPU's translation cache. It holds what is true, and checks nothing;
 * what a guest may do is the hypervisor's business.
 */
export class Machine {
  readonly arch: Arch;
  /** The same for good, but for `xenDebug` and `hvm`, which are asked anew each time and may be switched between runs. */
  params: MachineParams;
  readonly layout: Layout;
  readonly memory: ArrayBuffer;
  readonly trace: Trace;
  readonly frames: FrameTable;
  readonly tables: PageTables;
  /** The space whose user half hypercalls by virtual address see. Set it when the guest switches mm. */
  currentSpace = 0;
  /** Called for every present L1 entry that goes away with its space. The hypervisor drops its references. */
  onPteDropped: ((pte: Lin, lo: number, hi: number) => void) | null = null;

  /** Where kernel code of x86_32 has pages of the direct map in place of their addresses, if it does. */
  windows: { readonly at: Lin; readonly bytes: number; readonly va: Vaddr } | null = null;

  /** Frames that are no memory and that the domain under test may map, as devices' registers are: none, unless a test says. */
  deviceMemory: (frame: number) => "none" | "ro" | "rw" = () => "none";

  readonly #tlb = new Tlb();
  readonly #words: Uint32Array;
  readonly #bootMfns = new Map<number, Mfn>();
  readonly #domainFrames: Mfn[][] = [];
  readonly #wide: boolean;
  #sealedSpace = 0;

  /**
   * @param memory the module's linear memory; must not grow
   * @param ptBase page-aligned start of the page-table pages in it
   * Throws RangeError if the pages do not fit there or do not suffice for the kernel's tables.
   */
  constructor(arch: Arch, params: MachineParams, memory: ArrayBuffer, ptBase: Lin, trace: Trace) {
    if (ptBase % 4096 !== 0 || ptBase + params.pageTablePages * 4096 > memory.byteLength)
      throw new RangeError(`page-table pages at ${ptBase} do not fit in ${memory.byteLength} bytes`);
    this.arch = arch;
    this.params = params;
    this.layout = layoutOf(arch, params);
    this.memory = memory;
    this.trace = trace;
    this.#wide = arch.longBytes === 8;
    this.#words = new Uint32Array(memory);
    const { lowmem, highmem, pageTables } = this.layout;
    const extra = 2 * (params.frontends + 1) * params.maxGrantFrames + SPARE_FRAMES;
    this.frames = new FrameTable(
      lowmem.pages + highmem.pages + pageTables.pages + params.frontends * params.frontendPages + extra,
      new Uint8Array(memory, ptBase, params.pageTablePages * 4096),
    );
    this.#addBackendFrames();
    const ptFrames = new Int32Array(pageTables.pages);
    for (let page = 0; page < pageTables.pages; page++)
      ptFrames[page] = this.addFrame(BACKEND, pfn(pageTables.start + page), isHighTable(page), page);
    for (let f = 1; f <= params.frontends; f++) this.#addFrontendFrames(domid(f));
    this.tables = new PageTables(arch, this.frames, this.#words, ptBase, ptFrames);
    this.#mapKernel();
  }

  /** Adds a frame of a domain; for boot only. @returns its index in the frame table. */
  addFrame(owner: Domid, pfn: Pfn, above4GiB: boolean, ptPage: number): number {
    const number = scatterMfn(this.frames.size, above4GiB);
    return this.frames.add(number, owner, pfn, ptPage);
  }

  /** Remembers the present state: `reset` returns to it. */
  seal(): void {
    this.frames.seal();
    this.tables.seal();
    this.#sealedSpace = this.currentSpace;
  }

  /** Returns to the state at `seal`. Emits nothing. */
  reset(): void {
    this.frames.reset();
    this.tables.reset();
    this.#tlb.clear();
    this.currentSpace = this.#sealedSpace;
  }

  /** @returns the frame that a guest page of the backend has at boot, -1 for ballooned and unknown pages. */
  bootMfn(pfn: Pfn): Mfn | -1 {
    return this.#bootMfns.get(pfn) ?? -1;
  }

  /** machine_to_phys. @returns the owner's own pfn for a frame, 0xffffff for a frame that nobody has. */
  m2p(mfn: Mfn): Pfn {
    const i = this.frames.indexOf(mfn);
    return i < 0 ? NO_PFN : pfn(this.frames.pfn[i]!);
  }

  /** @returns the index-th frame of a domain (the backend's: its ordinary lowmem pages), -1 beyond. */
  domainFrame(domain: Domid, index: number): Mfn | -1 {
    return this.#domainFrames[domain]?.[index] ?? -1;
  }

  /** @returns true if there is a domain of that number. */
  hasDomain(domain: number): boolean {
    return domain >= 0 && domain <= this.params.frontends;
  }

  /** @returns a new address space's number (> 0), 0 if the page-table pages do not suffice. */
  newSpace(): number {
    const space = this.tables.newSpace();
    if (space < 0) return 0;
    // The number may have been another space's; loading a new root empties the cache.
    this.#tlb.dropSpace(space);
    return space;
  }

  /** Gives back an address space's tables; what its entries mapped is dropped (`onPteDropped`). */
  freeSpace(space: number): void {
    if (space === 0) return;
    for (let page = 0; page < this.params.pageTablePages; page++) {
      if (this.tables.space[page] !== space || this.tables.level[page] !== 1) continue;
      for (let i = 0; i < 512; i++) {
        const pte = lin(this.tables.linOf(page) + i * 8);
        if ((this.tables.lo(pte) & PTE.P) !== 0)
          this.onPteDropped?.(pte, this.tables.lo(pte), this.tables.hi(pte));
      }
    }
    this.tables.freeSpace(space);
    if (this.currentSpace === space) this.currentSpace = 0;
  }

  /** @returns the L1 entry of a kernel address, 0 if there is no table for it. */
  kernelPte(va: Vaddr): Lin | 0 {
    return this.isKernel(va) ? this.tables.find(0, va, false) : 0;
  }

  /** @returns the L1 entry of a user address, 0 if there is no table for it. */
  userPte(space: number, va: Vaddr): Lin | 0 {
    return this.isKernel(va) ? 0 : this.tables.find(space, va, false);
  }

  /** @returns the L1 entry of a user address, its tables allocated; 0 if the pool is empty or the address is not the user's. */
  allocUserPte(space: number, va: Vaddr): Lin | 0 {
    return va < 0 || va >= this.layout.userEnd ? 0 : this.tables.find(space, va, true);
  }

  /** @returns the L1 entry of any address as the current space sees it, 0 if there is no table for it. */
  currentPte(va: Vaddr): Lin | 0 {
    return this.isKernel(va)
      ? this.tables.find(0, va, false)
      : this.tables.find(this.currentSpace, va, false);
  }

  /** @returns true for an address of the kernel half. */
  isKernel(va: Vaddr): boolean {
    return va < 0 || (!this.#wide && va >= 0xc000_0000);
  }

  /** @returns the machine address of a linear address inside a page-table page, -1 for any other. */
  maddrOfLin(address: Lin): Maddr | -1 {
    if (!this.tables.contains(address)) return -1;
    return maddr(this.tables.mfn[this.tables.pageOf(address)]! * 4096 + (address & 4095));
  }

  /** @returns the linear address of a machine address inside a page-table page, -1 for any other. */
  linOfMaddr(address: Maddr): Lin | -1 {
    const i = this.frames.indexOf(Math.floor(address / 4096));
    const page = i < 0 ? -1 : this.frames.ptPage[i]!;
    return page < 0 ? -1 : lin(this.tables.linOf(page) + (lowBits(address) & 4095));
  }

  /** @returns what the entry at a machine address maps. */
  describePte(address: Maddr): PteDescription {
    const pte = this.linOfMaddr(address);
    if (pte < 0) return { area: "unknown", va: -1, space: -1 };
    const page = this.tables.pageOf(pte);
    const level = this.tables.level[page]!;
    if (level === 0) return { area: "unknown", va: -1, space: -1 };
    const space = this.tables.space[page]!;
    if (level !== 1) return { area: "page table", va: -1, space };
    const va = vaddr((this.tables.firstVpn[page]! + ((pte & 4095) >>> 3)) * 4096);
    if (!this.isKernel(va)) return { area: "user", va, space };
    const { pkmap, fixmap } = this.layout;
    if (va >= pkmap.start && va < pkmap.start + pkmap.pages * 4096) return { area: "pkmap", va, space };
    if (va >= fixmap.start && va < fixmap.start + 512 * 4096 && fixmap.pages > 0)
      return { area: "fixmap", va, space };
    return { area: "direct map", va, space };
  }

  /** @returns the low half of the entry at a linear address. */
  readPteLo(pte: Lin): number {
    return this.#words[pte >>> 2]!;
  }

  /** @returns the high half of the entry at a linear address. */
  readPteHi(pte: Lin): number {
    return this.#words[(pte >>> 2) + 1]!;
  }

  /** @returns the frame that an entry maps, or -1 for none */
  mappedFrame(pte: Lin | 0): Mfn | -1 {
    if (pte === 0) return -1;
    const lo = this.readPteLo(pte);
    return (lo & PTE.P) === 0 ? -1 : mfn(pteMfn(lo, this.readPteHi(pte)));
  }

  /** Stores an entry and emits `pte-write`. Whether it may be stored is for the caller to know. */
  storePte(pte: Lin, lo: number, hi: number, by: PteWriter): void {
    const word = pte >>> 2;
    const oldLo = this.#words[word]!;
    const oldHi = this.#words[word + 1]!;
    this.tables.store(pte, lo, hi);
    this.trace.emit({
      kind: "pte-write",
      by,
      maddr: this.maddrOfLin(pte) as Maddr,
      oldLo,
      oldHi,
      newLo: lo >>> 0,
      newHi: hi >>> 0,
    });
  }

  /**
   * Maps an ordinary page of the backend at a user address, as a process's own memory is.
   * @returns false if the page has no frame or the pool is empty
   */
  mapUser(space: number, va: Vaddr, page: Pfn, writable: boolean): boolean {
    const frame = this.bootMfn(page);
    if (frame < 0) return false;
    const pte = this.allocUserPte(space, va);
    if (pte === 0) return false;
    const global = this.#wide ? PTE.G : 0;
    const flags = PTE.P | PTE.US | PTE.A | PTE.D | global | (writable ? PTE.RW : 0);
    const i = this.frames.indexOf(frame);
    this.frames.refCount[i]!++;
    if (writable) {
      this.frames.type[i] = FRAME_WRITABLE;
      this.frames.typeCount[i]!++;
    }
    this.tables.store(pte, pteLo(frame, flags), pteHi(frame, PTE.HI_NX));
    return true;
  }

  /**
   * An access by the CPU, through the translation cache. A cached translation is used even if the page tables no
   * longer support it; the event then says `stale`. Emits `access`.
   * @param asUser the access is made with user rights
   * @returns the frame that was reached, -1 for a page fault
   */
  access(space: number, va: Vaddr, write: boolean, asUser: boolean): Mfn | -1 {
    va = this.held(va);
    const kernel = this.isKernel(va);
    const owner = kernel ? 0 : space;
    const vpn = Math.floor(va / 4096);
    const pte = this.tables.find(owner, va, false);
    const lo = pte === 0 ? 0 : this.readPteLo(pte);
    const hi = pte === 0 ? 0 : this.readPteHi(pte);
    const writable = (lo & PTE.RW) !== 0;
    // On x86_64 Xen gives guest-kernel entries the user bit and marks them with bit 52: the kernel runs in ring 3.
    const user = (lo & PTE.US) !== 0 && !(this.#wide && (hi & PTE.HI_KERNEL) !== 0);
    const present = (lo & PTE.P) !== 0;
    const now = present ? pteMfn(lo, hi) : -1;
    let reached: Mfn | -1 = -1;
    let stale = false;
    const cached = this.#tlb.get(owner, vpn);
    if (cached !== undefined && (cached.writable || !write) && (cached.user || !asUser)) {
      reached = cached.mfn;
      stale = now !== cached.mfn || (write && !writable) || (asUser && !user);
    } else if (present && (writable || !write) && (user || !asUser)) {
      reached = mfn(now);
      this.#tlb.fill(owner, vpn, { mfn: reached, writable, user });
    } else if (cached !== undefined) {
      // The CPU drops the entry that made it fault.
      this.#tlb.drop(owner, vpn);
    }
    this.trace.emit({ kind: "access", view: asUser ? "user" : "kernel", write, va, mfn: reached, stale });
    return reached;
  }

  /** Reads n bytes at a virtual address; pages may differ. @returns null for a page fault. */
  readBytes(space: number, va: Vaddr, n: number, asUser: boolean): Uint8Array | null {
    const bytes = new Uint8Array(n);
    for (let done = 0; done < n; ) {
      const at = vaddr(va + done);
      const frame = this.access(space, at, false, asUser);
      if (frame < 0) return null;
      const offset = lowBits(at) & 4095;
      const part = Math.min(n - done, 4096 - offset);
      this.frames.readInto(mfn(frame), offset, bytes, done, part);
      done += part;
    }
    return bytes;
  }

  /**
   * Writes `n` bytes of `bytes`, from `from` on, at a virtual address.
   * @returns false for a page fault; the pages before it are written.
   */
  writeBytes(
    space: number,
    va: Vaddr,
    bytes: Uint8Array,
    asUser: boolean,
    from = 0,
    n = bytes.length - from,
  ): boolean {
    for (let done = 0; done < n; ) {
      const at = vaddr(va + done);
      const frame = this.access(space, at, true, asUser);
      if (frame < 0) return false;
      const offset = lowBits(at) & 4095;
      const part = Math.min(n - done, 4096 - offset);
      this.frames.writeFrom(mfn(frame), offset, bytes, from + done, part);
      done += part;
    }
    return true;
  }

  /** Forgets the translation of one address (of the current space, if it is a user's). Emits `tlb-flush`. */
  flushTlbOne(va: Vaddr): void {
    va = this.held(va);
    this.#tlb.drop(this.isKernel(va) ? 0 : this.currentSpace, Math.floor(va / 4096));
    this.trace.emit({ kind: "tlb-flush", va });
  }

  /** Forgets all translations. Emits `tlb-flush` with va -1. */
  flushTlbAll(): void {
    this.#tlb.clear();
    this.trace.emit({ kind: "tlb-flush", va: -1 });
  }

  /** @returns an address that kernel code gives, as the machine holds it: x86_32's are unsigned. */
  held(va: Vaddr): Vaddr {
    const { windows } = this;
    if (windows !== null && va >= windows.at && va < windows.at + windows.bytes)
      return vaddr(windows.va + va - windows.at);
    return this.#wide || va >= 0 ? va : vaddr(va >>> 0);
  }

  #addBackendFrames(): void {
    const mine: Mfn[] = [];
    this.#domainFrames[BACKEND] = mine;
    for (const range of [this.layout.lowmem, this.layout.highmem]) {
      for (let i = 0; i < range.pages; i++) {
        const page = pfn(range.start + i);
        const number = mfn(this.frames.mfn[this.addFrame(BACKEND, page, i % 3 === 2, -1)]!);
        this.#bootMfns.set(page, number);
        if (range === this.layout.lowmem) mine.push(number);
      }
    }
  }

  /** Frontends number their pages so that some of the numbers are pages of the backend too, ordinary and ballooned. */
  #addFrontendFrames(domain: Domid): void {
    const mine: Mfn[] = [];
    this.#domainFrames[domain] = mine;
    const { lowmem, ballooned } = this.layout;
    const first = Math.max(lowmem.start, ballooned.start - 4 * domain);
    for (let i = 0; i < this.params.frontendPages; i++)
      mine.push(mfn(this.frames.mfn[this.addFrame(domain, pfn(first + i), true, -1)]!));
  }

  #mapKernel(): void {
    const { lowmem, ballooned, pkmap, fixmap, directMapBase } = this.layout;
    const kernelLo = this.#wide ? PTE.US : 0;
    const kernelHi = (this.#wide ? PTE.HI_KERNEL : 0) | PTE.HI_NX;
    for (let page = lowmem.start as number; page < ballooned.start + ballooned.pages; page++) {
      const pte = this.#bootPte(vaddr(directMapBase + page * 4096));
      const frame = this.bootMfn(pfn(page));
      if (frame < 0) continue;
      this.tables.store(pte, pteLo(frame, PTE.P | PTE.RW | PTE.A | PTE.D | kernelLo), pteHi(frame, kernelHi));
      const i = this.frames.indexOf(frame);
      this.frames.refCount[i]!++;
      this.frames.type[i] = FRAME_WRITABLE;
      this.frames.typeCount[i]!++;
    }
    for (const area of [pkmap, fixmap]) if (area.pages > 0) this.#bootPte(area.start);
  }

  #bootPte(va: Vaddr): Lin {
    const pte = this.tables.find(0, va, true);
    if (pte === 0) throw new RangeError("too few page-table pages for the kernel's own mappings");
    return pte;
  }
}

/** @returns the low 32 bits of an address as an unsigned number. */
const lowBits = (address: number): number => address >>> 0;
