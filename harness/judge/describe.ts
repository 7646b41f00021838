// SPDX-License-Identifier: GPL-2.0-only
import { hex, type Maddr } from "../machine/units.ts";
import type { RunRecord } from "../scenario/run-record.ts";

/** GNTST_* by value (public grant-table header). */
const STATUS: Readonly<Record<number, string>> = {
  0: "GNTST_okay",
  [-1]: "GNTST_general_error",
  [-2]: "GNTST_bad_domain",
  [-3]: "GNTST_bad_gntref",
  [-4]: "GNTST_bad_handle",
  [-5]: "GNTST_bad_virt_addr",
  [-6]: "GNTST_bad_dev_addr",
  [-7]: "GNTST_no_device_space",
  [-8]: "GNTST_permission_denied",
  [-9]: "GNTST_bad_page",
  [-10]: "GNTST_bad_copy_arg",
  [-11]: "GNTST_address_too_big",
  [-12]: "GNTST_eagain",
  [-13]: "GNTST_no_space",
};

const ERRNO: Readonly<Record<number, string>> = {
  1: "EPERM",
  2: "ENOENT",
  3: "ESRCH",
  12: "ENOMEM",
  14: "EFAULT",
  16: "EBUSY",
  19: "ENODEV",
  22: "EINVAL",
  25: "ENOTTY",
  28: "ENOSPC",
  38: "ENOSYS",
  95: "EOPNOTSUPP",
};

export const statusName = (status: number): string => STATUS[status] ?? `status ${status}`;

/** A kernel return value as the kernel writes it: `0`, `-EINVAL`, `-7`. */
export const returnName = (value: number): string =>
  value < 0 && ERRNO[-value] !== undefined ? `-${ERRNO[-value]}` : String(value);

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

const MAP_FLAGS = [
  [1, "device_map"],
  [2, "host_map"],
  [4, "readonly"],
  [8, "application_map"],
  [16, "contains_pte"],
] as const;

/** GNTMAP_* flags by name. */
export const mapFlags = (flags: number): string =>
  MAP_FLAGS.flatMap(([bit, name]) => ((flags & bit) === 0 ? [] : [name])).join("|") || "0";
