// SPDX-License-Identifier: GPL-2.0-only
import { FRAME_MASK } from "./frame-mask.ts";
import type { MmuRig } from "./mmu-rig.ts";

const FLAGS: readonly (readonly [bigint, string])[] = [
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

/** @returns an entry in the four forms that the second recorder gives it in */
export function entryFields(rig: MmuRig, field: string, here: bigint): Record<string, string> {
  const { entry, frame } = rig.toRecorded(here);
  const names = FLAGS.filter(([bits]) => (entry & bits) !== 0n).map(([, name]) => name);
  return {
    [field]: `0x${entry.toString(16)}`,
    [`${field}_flags`]: [(entry & 1n) === 0n ? "-" : "P", ...names].join("+"),
    [`${field}_bits`]: `0x${(entry & ~FRAME_MASK).toString(16)}`,
    [`${field}_frame`]: frame,
  };
}
