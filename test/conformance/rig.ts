// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_INVALID } from "../../harness/hypervisor/constants.ts";
import { Hypervisor } from "../../harness/hypervisor/hypervisor.ts";
import { archOf } from "../../harness/machine/config.ts";
import { DOMID_XEN, FRAME_DESCRIPTORS, NO_PFN } from "../../harness/machine/frame-table.ts";
import { Machine } from "../../harness/machine/machine.ts";
import { DEFAULT_PARAMS } from "../../harness/machine/params.ts";
import { pteMfn } from "../../harness/machine/pte.ts";
import { Trace } from "../../harness/machine/trace.ts";
import {
  domid,
  join64,
  type Lin,
  lin,
  type Maddr,
  maddr,
  mfn,
  type Vaddr,
  vaddr,
} from "../../harness/machine/units.ts";
import { FIRST_HOST } from "./first-host.ts";
import type { Host } from "./host.ts";

const PT_BASE = 0x2_0000;
const MEMORY_BYTES = 0x20_0000;

/** Where the argument structs are put. */
export const BUFFER = lin(0x10_0000);

export interface Pte {
  readonly lo: number;
  readonly hi: number;
}

/**
 * A machine to replay one group on, with a dictionary: the recording's frame numbers are another host's, and each gets
 * a frame of this machine when it is first met.
 */
export class Rig {
  readonly machine: Machine;
  readonly hv: Hypervisor;
  readonly view: DataView;
  readonly debug: boolean;
  /** Grant entry that the last live handle named, and the PTE that the last map left. */
  lastRef = { dom: 0, ref: 8 };
  granted: Pte = { lo: 0, hi: 0 };
  /** Set when a step found something else than the one before it left: the recorder had changed it. */
  adjusted = false;
  /** Handles in the order in which the sequences mapped them. */
  readonly mapped: number[] = [];
  readonly #frames = new Map<number, number>();
  readonly #recorded = new Map<number, number>();
  /** What the recording's numbers mean. */
  readonly host: Host;
  #ownUsed = 0;
  #foreignUsed = 0;

  constructor(debug: boolean, foreign: boolean, maptrackEntries: number, host: Host = FIRST_HOST) {
    this.host = host;
    const memory = new ArrayBuffer(MEMORY_BYTES);
    const params = {
      ...DEFAULT_PARAMS,
      lowmemPages: 128,
      frontends: foreign ? 1 : 0,
      maptrackEntries,
      xenDebug: debug,
    };
    this.debug = debug;
    this.machine = new Machine(archOf(host.arch), params, memory, lin(PT_BASE), new Trace(100_000));
    this.hv = new Hypervisor(this.machine);
    this.view = new DataView(memory);
    this.machine.tables.find(0, this.va(0), true);
    const owned: [readonly number[], number][] = [
      [host.xenFrames, DOMID_XEN],
      [host.nobodysFrames, DOMID_INVALID],
      [host.namedFrames, 0],
    ];
    for (const [frames, owner] of owned)
      for (const frame of frames) {
        this.machine.frames.add(mfn(frame), domid(owner), NO_PFN, -1);
        this.alias(frame, frame);
      }
    for (const frame of host.descriptorPages) {
      const i = this.machine.frames.indexOf(this.frame(frame));
      this.machine.frames.type[i] = FRAME_DESCRIPTORS;
      this.machine.frames.typeCount[i] = 1;
    }
    this.machine.deviceMemory = host.deviceMemory;
    this.alias(host.ownGrantFrame, this.hv.context.grantFrame(0, 0));
    if (host.ownStatusFrame >= 0) this.alias(host.ownStatusFrame, this.hv.context.statusFrame(0, 0));
    if (foreign) this.alias(host.foreignGrantFrame, this.hv.context.grantFrame(1, 0));
    host.tables.forEach((frame, i) => {
      this.alias(frame, this.#tableOfVas(i + 1));
    });
  }

  /** VAn. */
  va(n: number): Vaddr {
    return vaddr(this.host.vaStart + n * 4096);
  }

  /** The L1 entry of a virtual address, as a linear address. */
  pteOf(va: Vaddr): Lin | 0 {
    return this.machine.kernelPte(va);
  }

  /** PTE_MA(va). */
  pteMa(va: Vaddr): Maddr {
    return maddr(this.machine.maddrOfLin(this.pteOf(va) as Lin));
  }

  /** Machine address of an entry of the L2 table above the VAs. */
  l2EntryMa(): Maddr {
    const { tables } = this.machine;
    const page = tables.level.indexOf(2);
    return maddr(this.machine.maddrOfLin(tables.linOf(page)));
  }

  /** @returns the page-table page with the VAs' entries. */
  l1Page(): number {
    return this.machine.tables.pageOf(this.pteOf(this.va(0)));
  }

  /** Takes a frame of the backend out of its direct map. */
  unmapDirect(frame: number): void {
    const { layout } = this.machine;
    const i = this.machine.frames.indexOf(frame);
    const va = vaddr(layout.directMapBase + this.machine.frames.pfn[i]! * 4096);
    if (this.pteOf(va) !== 0) this.hv.updateVaMapping(va, 0, 0, 0);
  }

  /** @returns this machine's frame for one of the recording's. */
  frame(named: number): number {
    const recorded = this.host.pageOf(named);
    const known = this.#frames.get(recorded);
    if (known !== undefined) return known;
    const kind = this.host.kindOf(recorded);
    if (kind === "none") return recorded;
    const fresh =
      kind === "foreign"
        ? this.machine.domainFrame(domid(1), this.#foreignUsed++)
        : this.machine.domainFrame(domid(0), this.#ownUsed++);
    this.alias(recorded, fresh);
    return fresh;
  }

  /** @returns the frame of the table of a level above the VAs. */
  #tableOfVas(level: number): number {
    const { tables, arch } = this.machine;
    const vpn = Math.floor(this.va(0) / 4096);
    for (let page = 0; page < tables.level.length; page++) {
      if (tables.level[page] !== level) continue;
      if (level === arch.levels) return tables.mfn[page]!;
      const first = tables.firstVpn[page]!;
      if (vpn >= first && vpn < first + 512 ** level) return tables.mfn[page]!;
    }
    throw new RangeError(`no table of level ${level} above the VAs`);
  }

  /** @returns true if a number of the recording has a frame here already. */
  isNamed(recorded: number): boolean {
    return this.#frames.has(recorded);
  }

  /** Names a frame. Of several names (release and debug boots number pages differently) the last is shown. */
  alias(recorded: number, frame: number): void {
    this.#frames.set(recorded, frame);
    this.#recorded.set(frame, recorded);
  }

  /** @returns the recording's number for one of this machine's frames; a number that is no such frame is itself. */
  recorded(frame: number): number {
    return this.#recorded.get(frame) ?? frame;
  }

  /** @returns a recorded PTE ("0x80100000767a7067") as it should read here. */
  pte(recorded: string): Pte {
    const raw = BigInt(recorded);
    const frame = Number((raw >> 12n) & 0xff_ffff_ffffn);
    const flags = raw & ~(0xff_ffff_ffffn << 12n);
    if ((raw & 1n) === 0n && this.host === FIRST_HOST)
      return { lo: Number(raw & 0xffff_ffffn), hi: Number(raw >> 32n) };
    const value = flags | (BigInt(this.frame(frame)) << 12n);
    return { lo: Number(value & 0xffff_ffffn), hi: Number(value >> 32n) };
  }

  readPte(va: Vaddr): Pte {
    const pte = this.pteOf(va);
    if (pte === 0) return { lo: 0, hi: 0 };
    return { lo: this.machine.readPteLo(pte), hi: this.machine.readPteHi(pte) };
  }

  /** @returns true if an entry reads as recorded. A debug build's bit 62 does not count. */
  shows(va: Vaddr, recorded: string): boolean {
    const want = this.pte(recorded);
    const have = this.readPte(va);
    return have.lo === want.lo && ((have.hi ^ want.hi) & ~0x4000_0000) === 0;
  }

  /** Brings an entry to a recorded state, by an ordinary update if it is not there yet. */
  bringPte(va: Vaddr, recorded: string): void {
    if (this.shows(va, recorded)) return;
    this.adjusted = true;
    const want = this.pte(recorded);
    this.hv.updateVaMapping(va, want.lo, want.hi, 0);
  }

  /** An entry of the caller's own table, granting one of its pages to itself. @param page the recording's number */
  setEntry(ref: number, page: number, flags = 1): void {
    const table = this.hv.context.tables[0]!;
    table.flags[ref] = flags;
    table.domid[ref] = 0;
    table.frame[ref] = this.frame(page);
  }

  put64(at: number, value: number): void {
    this.view.setUint32(at, value >>> 0, true);
    this.view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000) >>> 0, true);
  }

  /** An unsigned long of the guest's. */
  putLong(at: number, value: number): void {
    if (this.hv.context.wide) this.put64(at, value);
    else this.view.setUint32(at, value, true);
  }

  getLong(at: number): number {
    return this.hv.context.wide ? this.get64(at) : this.view.getUint32(at, true);
  }

  get64(at: number): number {
    return join64(this.view.getUint32(at, true), this.view.getUint32(at + 4, true));
  }

  frameAt(va: Vaddr): number {
    const pte = this.readPte(va);
    return pteMfn(pte.lo, pte.hi);
  }
}
