// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP } from "../../hypervisor/constants.ts";
import { hex, type Maddr } from "../../machine/units.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";

/** A page-table entry by what it maps: `direct map entry of 0xc0120000`. */
export function entryName(record: RunRecord, at: Maddr): string {
  const { area, va } = record.describePte(at);
  return va === -1 ? `${area} entry` : `${area} entry of ${hex(va)}`;
}

/** Its area alone: the same for all addresses. */
export const entryArea = (record: RunRecord, at: Maddr): string => `${record.describePte(at).area} entry`;

/** A 64-bit entry from its halves, in the kernel's form. */
export const pteName = (lo: number, hi: number): string =>
  `0x${(hi >>> 0).toString(16)}${(lo >>> 0).toString(16).padStart(8, "0")}`.replace(/^0x0+(?=.)/, "0x");

/** A frame number, or that nothing is mapped. */
export const frameName = (mfn: number): string => (mfn === -1 ? "nothing" : `frame ${hex(mfn)}`);

/** The last one is a position and no flag. */
const MAP_FLAGS = Object.entries(GNTMAP).filter(([name]) => name !== "guest_avail0");

/** GNTMAP_* flags by name. */
export const mapFlags = (flags: number): string =>
  MAP_FLAGS.flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name])).join("|") || "0";
