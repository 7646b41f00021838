// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../../guest/guest.ts";
import { type Mfn, type Pfn, pfn, type Vaddr, vaddr } from "../../machine/units.ts";
import type { PageRef, ViewRef } from "../page-ref.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { type GrantedPage, isGranted, type MappedPage } from "./mapped-page.ts";
import { directMapVa } from "./page-state.ts";
import type { KernelView } from "./run-record.ts";
import { ScenarioError } from "./scenario-error.ts";

/** A process: an address space, its open files, where its next mapping goes. */
export interface Process {
  readonly name: string;
  /** Linear address of its mm_struct. */
  readonly mm: number;
  readonly space: number;
  /** A page of its own for ioctl arguments. */
  readonly buffer: Vaddr;
  /** Two pages of its own for whatever it likes; null until a step uses them. */
  own: Vaddr | null;
  nextVa: number;
  exited: boolean;
}

/** An open device. */
export interface OpenFile {
  readonly name: string;
  readonly process: Process;
  readonly lin: number;
  closed: boolean;
}

/** What a step has mapped of other domains, or can map, by a name that the scenario gave. */
export interface ForeignMapping {
  readonly name: string;
  /** Whose it is; null for a caller within the kernel. */
  readonly process: Process | null;
  readonly pages: MappedPage[];
  /** Where it is mapped; null before mmap and after the whole is unmapped. */
  va: Vaddr | null;
}

/** A kernel address that a step got. */
export interface KernelMapping {
  readonly va: Vaddr;
  readonly pfn: Pfn;
  users: number;
}

/** Name of the mapping that the last api-map made. */
export const API = "api";

/** Ordinary pages that steps name are counted from the first; process buffers are taken from the last. */
const USER_BASE_32 = 0x4000_0000;
const USER_BASE_64 = 0x7f00_0000_0000;
const MAPPINGS_AT = 0x10_0000;
const OWN_AT = 0x1_0000;
/** Of the last ordinary pages, the first process's own two are so far from the end. */
const OWN_PAGES = 10;

/** @returns the first address of a page; addresses of the kernel's half may be negative */
const pageAt = (va: Vaddr): Vaddr => vaddr(Math.floor(va / 4096) * 4096);

/** What is known between the steps of one run. */
export class RunState {
  readonly id: string;
  readonly guest: Guest;
  readonly faults: FaultPlan;
  readonly processes = new Map<string, Process>();
  readonly files = new Map<string, OpenFile>();
  readonly maps = new Map<string, ForeignMapping>();
  /** kmap_atomic's, by the name that the step gave. */
  readonly atomics = new Map<string, KernelMapping>();
  /** kmap's, by page. */
  readonly kmaps = new Map<Pfn, KernelMapping>();
  /** Named addresses: kmap with `as`, kmap_atomic. */
  readonly mappings = new Map<string, KernelMapping>();
  /** Pages that direct I/O holds, by map and number. */
  readonly held = new Map<string, Pfn>();
  /** Pages whose state is compared at the end. */
  readonly used = new Set<Pfn>();
  readonly grantedFrames = new Set<Mfn>();
  /** Kernel addresses whose entry a step itself has changed: what they show is the scenario's own doing. */
  readonly rewritten = new Set<Vaddr>();
  /** What steps asked for and did not get (failed-names.ts). */
  readonly failed = new Set<string>();
  readonly views: KernelView[] = [];
  /** True once a step has called kmap. */
  kmapped = false;
  /** Index of the step that is being carried out. */
  step = 0;

  constructor(id: string, guest: Guest, faults: FaultPlan) {
    this.id = id;
    this.guest = guest;
    this.faults = faults;
  }

  /** A process by name, made on first mention. */
  process(name: string): Process {
    const known = this.processes.get(name);
    if (known !== undefined) {
      if (known.exited) throw this.error(`process "${name}" has exited`);
      return known;
    }
    const { guest } = this;
    const mm = guest.call("hb_mm_new");
    if (mm === 0) throw this.error("more processes than the runtime has room for");
    const space = guest.call("hb_mm_space", mm);
    const base = guest.machine.arch.longBytes === 8 ? USER_BASE_64 : USER_BASE_32;
    const made: Process = {
      name,
      mm,
      space,
      buffer: vaddr(base),
      own: null,
      nextVa: base + MAPPINGS_AT,
      exited: false,
    };
    const last = this.guest.machine.params.lowmemPages - 1 - this.processes.size;
    const page = pfn(this.guest.machine.layout.lowmem.start + last);
    if (!guest.machine.mapUser(space, made.buffer, page, true)) {
      throw this.error("the machine has no page table left for a process");
    }
    this.processes.set(name, made);
    return made;
  }

  /** @returns the first byte of a process's own two pages, which are mapped on first use */
  ownMemory(process: Process): Vaddr {
    if (process.own !== null) return process.own;
    const { machine } = this.guest;
    const index = [...this.processes.values()].indexOf(process);
    const own = vaddr(process.buffer + OWN_AT);
    for (const n of [0, 1]) {
      const page = pfn(machine.layout.lowmem.start + machine.params.lowmemPages - OWN_PAGES - 2 * index + n);
      if (!machine.mapUser(process.space, vaddr(own + n * 4096), page, true)) {
        throw this.error("the machine has no page left for a process");
      }
      this.used.add(page);
    }
    process.own = own;
    return own;
  }

  file(name: string): OpenFile {
    const file = this.files.get(name);
    if (file === undefined || file.closed) throw this.error(`file "${name}" is not open`);
    return file;
  }

  map(name: string): ForeignMapping {
    const map = this.maps.get(name);
    if (map === undefined) throw this.error(`there is no mapping "${name}"`);
    return map;
  }

  /** @returns a page of a mapping */
  mapPage(name: string, page: number): MappedPage {
    const { pages } = this.map(name);
    const found = pages[page];
    if (found === undefined)
      throw this.error(`mapping "${name}" has no page ${page}: it has ${pages.length}, from 0 on`);
    return found;
  }

  /** @returns the page frame number that a step means */
  pfnOf(ref: PageRef): Pfn {
    if ("map" in ref || "api" in ref) {
      const { pfn: own } = "map" in ref ? this.mapPage(ref.map, ref.page) : this.#apiPage(ref.api);
      if (own === null) throw this.error("no page of the kernel's own stands for it");
      return own;
    }
    const { layout, params } = this.guest.machine;
    const high = ref.ordinary === "highmem";
    const limit = high ? (this.guest.machine.arch.highmem ? params.highmemPages : 0) : params.lowmemPages;
    if (ref.index >= limit) throw this.error(`there is no ordinary ${ref.ordinary} page ${ref.index}`);
    return pfn((high ? layout.highmem.start : layout.lowmem.start) + ref.index);
  }

  #apiPage(op: number): MappedPage {
    const page = this.maps.get(API)?.pages[op];
    if (page === undefined) throw this.error(`there is no op ${op} of an api-map`);
    return page;
  }

  /** @returns the kernel address that a step means; null for a highmem page that is not mapped */
  vaOf(ref: ViewRef): Vaddr | null {
    if ("mapping" in ref) {
      const mapping = this.mappings.get(ref.mapping);
      if (mapping === undefined) throw this.error(`there is no kernel mapping "${ref.mapping}"`);
      return mapping.va;
    }
    return this.kernelVa(this.pfnOf(ref));
  }

  kernelVa(page: Pfn): Vaddr | null {
    if (!this.guest.isHighmem(page)) return directMapVa(this.guest, page);
    const kmap = this.kmaps.get(page);
    return kmap === undefined || kmap.users === 0 ? null : kmap.va;
  }

  /** Remembers that a step changed the entry of a kernel address, or that the kernel mapped it anew. */
  noteEntry(va: Vaddr, changed: boolean): void {
    if (changed) this.rewritten.add(pageAt(va));
    else this.rewritten.delete(pageAt(va));
  }

  /**
   * Notes what kernel code reached when it just touched a page at an address.
   *
   * @param granted the page that it was after
   */
  noteView(
    page: Pfn,
    va: Vaddr,
    granted: MappedPage | undefined = this.grantedPages().find((one) => one.pfn === page && one.mapped),
  ): void {
    const event = this.guest.trace.events.findLast((one) => one.kind === "access");
    if (granted?.mapped !== true || event?.kind !== "access") return;
    if (!granted.kernelView || this.rewritten.has(pageAt(va))) return;
    // a write to a grant that is read-only has to fault
    if (event.write && granted.readonly) return;
    const { map, page: number, mfn } = granted;
    this.views.push({ step: this.step, map, page: number, pfn: page, mfn, va, reached: event.mfn });
  }

  /** All pages of the run that stand for a foreign frame, in order. */
  grantedPages(): GrantedPage[] {
    return [...this.maps.values()].flatMap(({ pages }) => pages.filter(isGranted));
  }

  error(message: string): ScenarioError {
    return new ScenarioError(this.id, message);
  }
}
