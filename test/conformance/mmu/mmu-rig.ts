// SPDX-License-Identifier: GPL-2.0-only
import { Hypervisor } from "../../../harness/hypervisor/hypervisor.ts";
import { archOf } from "../../../harness/machine/config.ts";
import { DOMID_XEN, NO_PFN } from "../../../harness/machine/frame-table.ts";
import { Machine } from "../../../harness/machine/machine.ts";
import { DEFAULT_PARAMS } from "../../../harness/machine/params.ts";
import { Trace } from "../../../harness/machine/trace.ts";
import {
  domid,
  type Lin,
  lin,
  type Maddr,
  maddr,
  mfn,
  type Vaddr,
  vaddr,
} from "../../../harness/machine/units.ts";
import type { Question } from "../question.ts";
import { FRAME_MASK } from "./frame-mask.ts";

/** Width of the kernel that asked. */
export type Width = "x86_32-pae" | "x86_64";

const PT_BASE = 0x2_0000;
const MEMORY_BYTES = 0x20_0000;

/** Where requests are put. */
export const BUFFER = lin(0x10_0000);

/** Where *done is written. */
export const DONE = lin(0x10_8000);

/** A page of the kernel's whose L1 entry the recorder owned, and where this replay has such a one. */
const VA_START: Readonly<Record<Width, number>> = { "x86_32-pae": 0xf600_0000, x86_64: -0x36ff_bf9d_b000 };

/** The recorder's own tables, by level, and the frame of the machine-to-physical table that it could name. */
const TABLES: Readonly<
  Record<Width, { readonly levels: Readonly<Record<number, number>>; readonly m2p: number }>
> = {
  "x86_32-pae": { levels: { 1: 0x7_de16, 2: 0x7_de17, 3: 0x7_de15 }, m2p: 0x7_e200 },
  x86_64: { levels: { 1: 0x7_de2c, 2: 0x7_de2d, 3: 0x7_de2e, 4: 0x7_de2b }, m2p: 0x7_e600 },
};

/** A frame of the hypervisor's own image. */
const XEN_IMAGE = 0x7_fa10;

/** What a frame that holds segment descriptors is in use as: it may not be written, and is no page table. */
const SEGMENT_DESCRIPTORS = 6;

const SHARED_INFO = mfn(0x7_c0de);
const XEN_FRAME = mfn(0x7_c0df);
const M2P_FRAME = mfn(0x7_c0e0);

/** The recorder's numbers for its pages F0, S0, T0 and R0, after which the others come. */
const FIRST_PAGES: Readonly<Record<Width, Readonly<Record<string, number>>>> = {
  "x86_32-pae": { F: 0x7_ddb0, S: 0x7_ddb8, T: 0x7_dda0, R: 0x7_fd4e },
  x86_64: { F: 0x7_ddae, S: 0x7_ddb6, T: 0x7_dd9e, R: 0x7_fd53 },
};
const PAGES: Readonly<Record<string, number>> = { F: 8, S: 64, T: 16, R: 2 };

/** VA0 at the recorder's. */
const RECORDED_VA0: Readonly<Record<Width, bigint>> = {
  "x86_32-pae": 0xc01b_8000n,
  x86_64: 0xffff_ffff_801b_6000n,
};
const VAS = 64n;

/** Own pages of the recorder's, by the letter of their names, and the first of ours that stands for one. */
const OWN: Readonly<Record<string, number>> = { F: 0, S: 8, T: 72 };

/** A machine of either width with what the second recorder had: pages with names, tables, a second domain. */
export class MmuRig {
  readonly width: Width;
  readonly machine: Machine;
  readonly hv: Hypervisor;
  readonly view: DataView;
  /** The grant that was mapped or unmapped last; each handle's, and at which VAn it is. */
  lastRef = { dom: 0, ref: 8 };
  readonly refs = new Map<
    number,
    { readonly dom: number; readonly ref: number; readonly n: number | null }
  >();
  readonly #rawByName = new Map<string, number>();
  readonly #nameByFrame = new Map<number, string>();

  constructor(width: Width) {
    const memory = new ArrayBuffer(MEMORY_BYTES);
    const params = { ...DEFAULT_PARAMS, lowmemPages: 128, frontends: 1, hardware: true };
    this.width = width;
    this.machine = new Machine(archOf(width), params, memory, lin(PT_BASE), new Trace(100_000));
    this.hv = new Hypervisor(this.machine);
    this.view = new DataView(memory);
    this.machine.tables.find(0, this.va(0), true);
    const { frames } = this.machine;
    frames.add(SHARED_INFO, domid(0), NO_PFN, -1);
    frames.add(XEN_FRAME, domid(0x7ff5), NO_PFN, -1);
    frames.add(M2P_FRAME, DOMID_XEN, NO_PFN, -1);
    frames.type[frames.indexOf(this.frameNamed("T15"))] = SEGMENT_DESCRIPTORS;
    for (const [level, raw] of Object.entries(TABLES[width].levels)) this.#name(`L${level}`, raw);
    for (const [kind, first] of Object.entries(FIRST_PAGES[width]))
      for (let n = 0; n < PAGES[kind]!; n++) this.#name(`${kind}${n}`, first + n);
    this.#name("M2P", TABLES[width].m2p);
    this.#name("XEN", XEN_IMAGE);
  }

  /** Learns from a question which numbers its named pages had in the recorder's boot. */
  learn({ input, before }: Question): void {
    const [, name] = /^([FSTR]\d+|GT\d+|SHARED_INFO)\+/.exec(String(input.val)) ?? [];
    if (name !== undefined && input.val_raw !== undefined) this.#name(name, frameOf(String(input.val_raw)));
    for (const [field, value] of Object.entries(before)) {
      const frame = before[`${field}_frame`];
      if (typeof frame === "string" && /^[A-Z]/.test(frame)) this.#name(frame, frameOf(String(value)));
    }
  }

  #name(name: string, raw: number): void {
    this.#rawByName.set(name, raw);
    this.#nameByFrame.set(this.frameNamed(name), name);
  }

  /** @returns the recorder's number for a page that it has a name for */
  rawOf(name: string): number {
    const raw = this.#rawByName.get(name);
    if (raw === undefined) throw new Error(`no question tells the number of ${name}`);
    return raw;
  }

  /** @returns this machine's frame for a page that the recorder has a name for */
  frameNamed(name: string): number {
    const [, kind = "", number = ""] = /^([A-Z_0-9]*?[A-Z_])(\d*)$/.exec(name) ?? [];
    const n = Number(number);
    if (name === "M2P") return M2P_FRAME;
    if (name === "XEN") return XEN_FRAME;
    if (name === "SHARED_INFO") return SHARED_INFO;
    if (kind === "GT") return this.hv.context.grantFrame(0, n);
    if (kind === "R") return this.machine.domainFrame(domid(1), n);
    if (kind === "L") return this.machine.tables.mfn[this.#tableOfLevel(n)]!;
    return this.machine.domainFrame(domid(0), OWN[kind]! + n);
  }

  #tableOfLevel(level: number): number {
    const { tables } = this.machine;
    return level === 1 ? tables.pageOf(this.pteOf(this.va(0))) : tables.level.indexOf(level);
  }

  /** VAn. */
  va(n: number): Vaddr {
    return vaddr(VA_START[this.width] + n * 4096);
  }

  pteOf(va: Vaddr): Lin {
    const pte = this.machine.kernelPte(va);
    if (pte === 0) throw new Error("the recorder's page has an entry");
    return pte;
  }

  /** PTE_MA(VAn). */
  pteMa(n: number): Maddr {
    return maddr(this.machine.maddrOfLin(this.pteOf(this.va(n))));
  }

  /** @returns an entry as the recorder wrote it, with this machine's number for its frame */
  fromRecorded(raw: string): bigint {
    const entry = BigInt(raw);
    const recorded = Number((entry & FRAME_MASK) >> 12n);
    const name = [...this.#rawByName].find(([, one]) => one === recorded)?.[0];
    const frame = name === undefined ? recorded : this.frameNamed(name);
    return (entry & ~FRAME_MASK) | (BigInt(frame) << 12n);
  }

  /** @returns an entry of this machine as the recorder writes it, and the name of its frame */
  toRecorded(entry: bigint): { readonly entry: bigint; readonly frame: string } {
    const frame = Number((entry & FRAME_MASK) >> 12n);
    const name = this.#nameByFrame.get(frame);
    const raw = name === undefined ? frame : this.#rawByName.get(name)!;
    const isNamed = name !== undefined && !/^(L\d|M2P|XEN)$/.test(name);
    const shown = isNamed ? name : raw === 0 ? "0" : `0x${raw.toString(16)}`;
    return { entry: (entry & ~FRAME_MASK) | (BigInt(raw) << 12n), frame: shown };
  }

  /** @returns an address of the recorder's as it is here, and whose entry it means: that of VAn, or nobody's */
  addressOf(raw: string): { readonly address: bigint; readonly n: number | null } {
    const recorded = BigInt(raw);
    const va0 = RECORDED_VA0[this.width];
    const offset = recorded - va0;
    if (offset >= 0n && offset < VAS * 4096n)
      return { address: BigInt.asUintN(64, BigInt(this.va(0)) + offset), n: Number(offset >> 12n) };
    const entry = recorded - ((BigInt(this.rawOf("L1")) << 12n) | (((va0 >> 12n) & 511n) * 8n));
    if (entry >= 0n && entry < VAS * 8n)
      return { address: BigInt(this.pteMa(0)) + entry, n: Number(entry >> 3n) };
    return { address: this.fromRecorded(raw), n: null };
  }

  /** Fills a grant entry. @param frame the recorder's number */
  setEntry(dom: number, ref: number, flags: number, grantee: number, frame: string): void {
    const granter = this.hv.context.resolveSelf(dom);
    const table = this.hv.context.tables[granter];
    if (table === undefined || ref >= table.entries) return;
    this.lastRef = { dom: granter, ref };
    table.flags[ref] = flags;
    table.domid[ref] = grantee;
    table.frame[ref] = Number(
      (this.fromRecorded(`0x${(BigInt(frame) << 12n).toString(16)}`) & FRAME_MASK) >> 12n,
    );
  }

  readEntry(n: number): bigint {
    const pte = this.pteOf(this.va(n));
    return (BigInt(this.machine.readPteHi(pte)) << 32n) | BigInt(this.machine.readPteLo(pte));
  }

  put64(at: number, value: bigint | number): void {
    this.view.setBigUint64(at, BigInt(value), true);
  }
}

const frameOf = (raw: string): number => Number((BigInt(raw) & FRAME_MASK) >> 12n);
