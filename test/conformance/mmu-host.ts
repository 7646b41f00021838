// SPDX-License-Identifier: GPL-2.0-only
import type { Host } from "./host.ts";

/** Where one boot of xen-4.17-mmu.jsonl had its pages. */
interface Pages {
  /** T0; T1 to T15, F0 to F7 and S0 to S63 follow it. */
  readonly t0: number;
  readonly tables: readonly number[];
  readonly foreign: readonly number[];
  readonly sharedInfo: number;
  readonly grantFrame: number;
  readonly foreignGrantFrame: number;
  readonly m2pFrame: number;
}

const NARROW: Pages = {
  t0: 0x7_dda0,
  tables: [0x7_de16, 0x7_de17, 0x7_de15],
  foreign: [0x7_fd4e, 0x7_fd4d],
  sharedInfo: 0x7_f9c4,
  grantFrame: 0x7_fd5a,
  foreignGrantFrame: 0x7_fd4f,
  m2pFrame: 0x7_e200,
};
const WIDE: Pages = {
  t0: 0x7_dd9e,
  tables: [0x7_de2c, 0x7_de2d, 0x7_de2e, 0x7_de2b],
  foreign: [0x7_fd53, 0x7_fd52],
  sharedInfo: 0x7_fd6b,
  grantFrame: 0x7_fd5d,
  foreignGrantFrame: 0x7_fd54,
  m2pFrame: 0x7_e600,
};
/** The boot with six gigabytes has its pages above the fourth. */
const ABOVE_4_GIB = { ...NARROW, t0: 0x1b_b5a0, tables: [0x1b_b616] };
const WIDE_ABOVE_4_GIB = { ...WIDE, t0: 0x1b_b59e, tables: [0x1b_b62c] };

/** F0 and R0 in the first recording, where F1 and the others lie below F0. */
const FIRST_F0 = 0x7_6799;
const FIRST_R0 = 0x7_fc54;
/** Further pages that sequences name by the first recording's numbers. */
const FIRST_PAGES = 0x7_6700;

/** Frames that dom0 may not map, and one that it may read: the APICs', which are Xen's. */
const LOCAL_APIC = 0xf_ee00;
const IO_APIC = 0xf_ec00;
/** Physical addresses have 40 bits; the last frame is told to be none. */
const LAST_FRAME = 0xfff_ffff;

const deviceMemory = (frame: number): "none" | "ro" | "rw" =>
  frame >= LAST_FRAME || frame === LOCAL_APIC ? "none" : frame === IO_APIC ? "ro" : "rw";

/** A frame of Xen's own, the hypervisor's image. */
const XEN_IMAGE = 0x7_fa10;
const F = 16;
const S = 24;
const END = S + 64;

const pagesOf = (arch: string, boot: string | undefined): Pages => {
  const high = boot?.includes("6144") === true;
  if (arch === "x86_64") return high ? WIDE_ABOVE_4_GIB : WIDE;
  return high ? ABOVE_4_GIB : NARROW;
};

/** A host of the second recording, which names its frames. */
export interface MmuHost extends Host {
  /** @returns the recording's name of one of its frame numbers: F0, T3, …, or the number. */
  readonly nameOf: (frame: number) => string;
  /** @returns the number that a name stands for. */
  readonly numberOf: (name: string) => number;
  readonly sharedInfo: number;
  /** Virtual address of the L1 table of the VAs, as the guest has it mapped. */
  readonly l1Va: number;
}

/** @returns the host of a boot of xen-4.17-mmu.jsonl */
export const mmuHost = (arch: string, boot: string | undefined): MmuHost => {
  const wide = arch === "x86_64";
  const pages = pagesOf(arch, boot);
  const at = (frame: number): number => frame - pages.t0;
  const kindOf = (frame: number): "own" | "foreign" | "none" =>
    (at(frame) >= 0 && at(frame) < END) || (frame >= FIRST_PAGES && frame < FIRST_F0)
      ? "own"
      : pages.foreign.includes(frame)
        ? "foreign"
        : "none";
  const nameOf = (frame: number): string => {
    const i = at(frame);
    if (i >= 0 && i < END) return i < F ? `T${i}` : i < S ? `F${i - F}` : `S${i - S}`;
    if (pages.foreign.includes(frame)) return `R${pages.foreign.indexOf(frame)}`;
    if (frame === pages.grantFrame) return "GT0";
    if (frame === pages.sharedInfo) return "SHARED_INFO";
    return frame === 0 ? "0" : `0x${frame.toString(16)}`;
  };
  const numberOf = (name: string): number => {
    const [, letter, n] = /^([TFSR])(\d+)$/.exec(name) ?? [];
    if (letter === "R") return pages.foreign[Number(n)]!;
    if (letter !== undefined) return pages.t0 + { T: 0, F, S }[letter as "T" | "F" | "S"] + Number(n);
    if (name === "GT0") return pages.grantFrame;
    return name === "SHARED_INFO" ? pages.sharedInfo : Number(name);
  };
  return {
    arch: wide ? "x86_64" : "x86_32-pae",
    vaStart: wide ? -0x7fe4_a000 : 0xc01b_8000,
    xenFrames: [pages.m2pFrame],
    nobodysFrames: [XEN_IMAGE],
    namedFrames: [pages.sharedInfo],
    descriptorPages: [pages.t0 + 15],
    ownGrantFrame: pages.grantFrame,
    ownStatusFrame: -1,
    foreignGrantFrame: pages.foreignGrantFrame,
    tables: pages.tables,
    pageOf: (first) =>
      first <= FIRST_F0 && first > FIRST_F0 - 8
        ? pages.t0 + F + FIRST_F0 - first
        : first === FIRST_R0
          ? pages.foreign[0]!
          : first,
    deviceMemory,
    kindOf,
    nameOf,
    numberOf,
    sharedInfo: pages.sharedInfo,
    l1Va: wide ? 0xffff_ffff_8022_c000 : 0xc021_6000,
  };
};
