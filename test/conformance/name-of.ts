// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../harness/abi/errno.ts";
import { GNTST, GTF } from "../../harness/hypervisor/constants.ts";
import { PRESET } from "./presets.ts";

const PTE_BITS: readonly (readonly [bigint, string])[] = [
  [0x1n, "P"],
  [0x2n, "RW"],
  [0x4n, "US"],
  [0x20n, "A"],
  [0x40n, "D"],
  [0x100n, "G"],
  [0xe00n, "AVL"],
  [1n << 52n, "b52"],
  [1n << 62n, "b62(_PAGE_GNTTAB)"],
  [1n << 63n, "NX"],
];

const ENTRY_BITS: readonly (readonly [bigint, string])[] = [
  [0x1n, "P"],
  [0x2n, "RW"],
  [0x4n, "US"],
  [0x8n, "PWT"],
  [0x10n, "PCD"],
  [0x20n, "A"],
  [0x40n, "D"],
  [0x80n, "PAT"],
  [0x100n, "G"],
  [0xe00n, "AVL"],
  [1n << 52n, "b52"],
  [1n << 63n, "NX"],
];

const GRANT_TYPES = ["invalid", "permit_access", "accept_transfer", "transitive"] as const;

const keyOf = (names: Readonly<Record<string, number>>, value: number): string | undefined =>
  Object.keys(names).find((name) => names[name] === value);

const statusName = (status: number): string =>
  status === PRESET.status ? "unchanged (preset 0x55)" : `GNTST_${keyOf(GNTST, status) ?? status}`;

/** Names beside the recording's numbers. */
export const nameOf = {
  status: (status: number | readonly number[]): string | string[] =>
    typeof status === "number" ? statusName(status) : status.map(statusName),

  errno: (ret: number): string => `-${keyOf(ERRNO, -ret) ?? -ret}`,

  /** "P+RW+…"; "-" for an entry that is not present. */
  pteFlags(text: string): string {
    const pte = BigInt(text);
    const names = PTE_BITS.filter(([bits]) => (pte & bits) !== 0n).map(([, name]) => name);
    return (pte & 1n) === 0n ? "-" : names.join("+");
  },

  /** "P+RW+…" as the second recording names them: of an entry that is not present, too. */
  entryBits(bits: bigint): string {
    const names = ENTRY_BITS.filter(([mask]) => (bits & mask) !== 0n).map(([, name]) => name);
    return ((bits & 1n) === 0n ? ["-", ...names] : names).join("+");
  },

  /** "permit_access|reading (0x9)": type, readonly and in-use bits; the number tells the others. */
  entryFlags(flags: number): string {
    const names: string[] = [GRANT_TYPES[flags & GTF.type_mask]!];
    for (const name of ["readonly", "reading", "writing"] as const)
      if ((flags & GTF[name]) !== 0) names.push(name);
    return `${names.join("|")} (0x${flags.toString(16)})`;
  },
} as const;
