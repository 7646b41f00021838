// SPDX-License-Identifier: GPL-2.0-only
import { NO_PFN } from "../machine/frame-table.ts";
import type { Machine } from "../machine/machine.ts";
import { domid, type Lin, type Mfn, mfn, vaddr } from "../machine/units.ts";
import { DOMID_IO, DOMID_SELF, DOMID_XEN } from "./constants.ts";
import { GrantTable } from "./grants/grant-table.ts";
import { Mappings } from "./grants/mappings.ts";
import { Maptrack } from "./grants/maptrack.ts";
import { GuestMemory } from "./guest-memory.ts";
import { type Structs, structsOf } from "./structs.ts";

/** Grant tables live in frames that no domain is given: above all of scatterMfn's. */
const GRANT_FRAMES_START = 0x20_0000;
const STATUS_FRAMES_START = 0x28_0000;

/** A grant frame of version 2 holds 256 entries of 16 bytes, a status frame their 2048 status words. */
const GRANT_FRAMES_PER_STATUS_FRAME = 8;

/** What the operations share: the machine, the guest's memory, and Xen's books about grants. */
export class Context {
  readonly machine: Machine;
  readonly memory: GuestMemory;
  /** Grant tables by domid. */
  readonly tables: GrantTable[] = [];
  /** The backend's handles. */
  readonly maptrack: Maptrack;
  /** Which handle stands for which PTE. */
  readonly mappings: Mappings;
  readonly wide: boolean;
  /** How the guest lays out its arguments. */
  readonly structs: Structs;
  /** How many events the backend has sent, by its port. */
  readonly sent = new Map<number, number>();
  /** Text of the fault that the guest takes instead of its hypercall's answer, if Xen has injected one. */
  pendingFault: string | null = null;
  /** Told of each request of HYPERVISOR_mmu_update before it is done: those behind one that fails are not looked at. */
  onMmuRequest: () => void = () => {};

  constructor(machine: Machine) {
    this.machine = machine;
    this.wide = machine.arch.longBytes === 8;
    this.structs = structsOf(this.wide);
    this.memory = new GuestMemory(machine.memory, this.wide);
    const { maxGrantFrames } = machine.params;
    for (let d = 0; machine.hasDomain(d); d++) {
      this.tables.push(new GrantTable(maxGrantFrames));
      for (let n = 0; n < maxGrantFrames; n++)
        machine.frames.add(this.grantFrame(d, n), domid(d), NO_PFN, -1);
      for (let n = 0; n < Math.ceil(maxGrantFrames / GRANT_FRAMES_PER_STATUS_FRAME); n++)
        machine.frames.add(this.statusFrame(d, n), domid(d), NO_PFN, -1);
    }
    this.maptrack = new Maptrack(machine.params.maptrackEntries);
    this.mappings = new Mappings();
  }

  /** @returns the grant table of the domain named in an operation, undefined if there is no such domain. */
  tableOf(dom: number): GrantTable | undefined {
    return this.tables[dom];
  }

  /**
   * @returns whose frames a foreigndom names, -1 for nobody: no such domain, or the caller's own number (Xen:
   *   get_pg_owner; recorded: group fordom)
   */
  pageOwner(dom: number): number {
    if (dom === DOMID_SELF) return 0;
    if (dom === DOMID_IO || dom === DOMID_XEN) return dom;
    return dom !== 0 && this.machine.hasDomain(dom) ? dom : -1;
  }

  /** @returns a domid with DOMID_SELF resolved. */
  resolveSelf(dom: number): number {
    return dom === DOMID_SELF ? 0 : dom;
  }

  /** @returns the L1 entry of an address given in a hypercall, 0 if there is none; x86_32 takes 32 bits only. */
  pteOfVa(va: number): Lin | 0 {
    if (!this.wide && (va < 0 || va > 0xffff_ffff)) return 0;
    return this.machine.currentPte(this.machine.held(vaddr(va)));
  }

  /** @returns the machine frame of a domain's n-th grant frame. They are Xen's own, and the domain's to map. */
  grantFrame(dom: number, n: number): Mfn {
    return mfn(GRANT_FRAMES_START + dom * this.machine.params.maxGrantFrames + n);
  }

  /** @returns the machine frame of a domain's n-th status frame of a version 2 table. */
  statusFrame(dom: number, n: number): Mfn {
    return mfn(STATUS_FRAMES_START + dom * this.machine.params.maxGrantFrames + n);
  }

  /** @returns true for a frame of Xen's own heap that a domain may map: its grant and status frames. */
  isXenHeap(frame: number): boolean {
    return (
      frame >= GRANT_FRAMES_START && frame < STATUS_FRAMES_START + (STATUS_FRAMES_START - GRANT_FRAMES_START)
    );
  }

  /** @returns true if a live handle maps a frame. */
  hasMapped(frame: number): boolean {
    const { maptrack } = this;
    for (let h = 0; h < maptrack.size; h++) {
      if (!maptrack.has(h)) continue;
      if (this.tables[maptrack.domid[h]!]!.activeFrame[maptrack.ref[h]!] === frame) return true;
    }
    return false;
  }

  /** Takes a reference on a frame, and one on its type if it is to be written. */
  getFrame(mfn: Mfn | number, writable: boolean): void {
    const { frames } = this.machine;
    const i = frames.indexOf(mfn);
    frames.refCount[i]!++;
    if (!writable) return;
    frames.type[i] = 1;
    frames.typeCount[i]!++;
  }

  /** Drops what getFrame took. */
  putFrame(mfn: Mfn | number, writable: boolean): void {
    const { frames } = this.machine;
    const i = frames.indexOf(mfn);
    if (i < 0) return;
    frames.refCount[i]!--;
    if (writable && --frames.typeCount[i]! === 0) frames.type[i] = 0;
  }

  /** @returns false for a frame in use as a page table: it may not be mapped writable (Xen: get_page_type). */
  mayWrite(index: number): boolean {
    const { frames } = this.machine;
    return frames.ptPage[index]! < 0 && frames.type[index]! <= 1;
  }

  seal(): void {
    for (const table of this.tables) table.seal();
    this.maptrack.seal();
    this.mappings.seal();
  }

  reset(): void {
    for (const table of this.tables) table.reset();
    this.maptrack.reset();
    this.mappings.reset();
    this.sent.clear();
    this.pendingFault = null;
  }
}
