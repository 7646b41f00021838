// SPDX-License-Identifier: GPL-2.0-only
import { domid } from "../../../harness/machine/units.ts";
import type { World } from "./world.ts";

/** A shared entry as its granter wrote it: no in-use bits. */
export interface Entry {
  readonly flags: number;
  readonly grantee: number;
  readonly frame: number;
}

/** One live handle. */
export interface Mapping {
  readonly dom: number;
  readonly ref: number;
  readonly frame: number;
  readonly writable: boolean;
  readonly byPte: boolean;
  /** Parts that are mapped still. */
  host: boolean;
  device: boolean;
  /** Where it was mapped, -1 without a host part. */
  readonly place: number;
}

/** What an entry of a page table shows. */
export type Shown = { frame: number; writable: boolean } | null;

const NOTHING: Entry = { flags: 0, grantee: 0, frame: 0 };
const FRONTEND_PAGES = 4;
const LOWMEM_PAGES = 8;
const RESERVED = 8;

/** What the model knows: mappings by handle, entries by domain and reference, places, owners. All else follows. */
export class ModelState {
  readonly world: World;
  readonly mappings = new Map<number, Mapping>();
  readonly places: Shown[];
  readonly owners = new Map<number, number>();
  readonly frames = [1, 1, 1];
  version = 1;
  /** How many parts of mappings have been undone: each asks for a flush of all translations before its call returns. */
  undone = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #boot: readonly Shown[];

  constructor(world: World) {
    this.world = world;
    this.places = world.ptes.map((_, place) => world.shown(place));
    this.#boot = [...this.places];
    const { machine } = world.bench;
    for (let n = 0; n < LOWMEM_PAGES; n++) this.owners.set(machine.domainFrame(domid(0), n), 0);
    for (const dom of [1, 2])
      for (let n = 0; n < FRONTEND_PAGES; n++) this.owners.set(machine.domainFrame(domid(dom), n), dom);
    this.owners.set(world.frame({ of: "page table" }), 0);
    this.owners.set(world.frame({ of: "grant table" }), 0);
  }

  /** @returns the domain that a frame belongs to, -1 for none. */
  owner(frame: number): number {
    return this.owners.get(frame) ?? -1;
  }

  isPageTable(frame: number): boolean {
    return frame === this.world.frame({ of: "page table" });
  }

  /** @returns how many references a table has. */
  entries(dom: number): number {
    return this.frames[dom]! * (dom === 0 && this.version === 2 ? 256 : 512);
  }

  entry(dom: number, ref: number): Entry {
    return this.#entries.get(`${dom}:${ref}`) ?? NOTHING;
  }

  setEntry(dom: number, ref: number, entry: Entry): void {
    this.#entries.set(`${dom}:${ref}`, entry);
  }

  /** Every entry that a granter ever wrote. */
  *writtenEntries(): Generator<{ dom: number; ref: number; entry: Entry }> {
    for (const [key, entry] of this.#entries) {
      const [dom, ref] = key.split(":");
      yield { dom: Number(dom), ref: Number(ref), entry };
    }
  }

  /** The backend's own table: what is not reserved is emptied. */
  changeVersion(version: number): void {
    this.version = version;
    for (const { dom, ref } of [...this.writtenEntries()])
      if (dom === 0 && ref >= RESERVED) this.setEntry(dom, ref, NOTHING);
  }

  mappingsOf(dom: number, ref: number): Mapping[] {
    return [...this.mappings.values()].filter((one) => one.dom === dom && one.ref === ref);
  }

  isMapped(dom: number, ref: number): boolean {
    return this.mappingsOf(dom, ref).length > 0;
  }

  /** @returns GTF_reading and GTF_writing as the mappings of an entry ask for them. */
  inUse(dom: number, ref: number): number {
    const own = this.mappingsOf(dom, ref);
    return own.length === 0 ? 0 : own.some((one) => one.writable) ? 0x18 : 0x08;
  }

  /** @returns the flags that an entry shows: version 2 keeps the in-use bits elsewhere. */
  shownFlags(dom: number, ref: number): number {
    return this.entry(dom, ref).flags | (dom === 0 && this.version === 2 ? 0 : this.inUse(dom, ref));
  }

  /** @returns true if a place shows the frame of a mapping with its rights: then Xen unmaps it there. */
  shows(place: number, mapping: Mapping): boolean {
    const shown = this.places[place];
    return shown != null && shown.frame === mapping.frame && shown.writable === mapping.writable;
  }

  /** @returns what holds an own ordinary frame: its owner, each entry that maps it, each device mapping. */
  references(frame: number): number {
    const entries = this.places.filter((shown) => shown?.frame === frame).length;
    const devices = [...this.mappings.values()].filter((one) => one.device && one.frame === frame).length;
    const isPlace = this.#boot.some((shown) => shown?.frame === frame);
    const isDirectMapped = this.#domainIndex(frame) >= 0 && !isPlace;
    return 1 + entries + devices + (isDirectMapped ? 1 : 0);
  }

  #domainIndex(frame: number): number {
    const { machine } = this.world.bench;
    for (let n = 0; n < LOWMEM_PAGES; n++) if (machine.domainFrame(domid(0), n) === frame) return n;
    return -1;
  }
}
