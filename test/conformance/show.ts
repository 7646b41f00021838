// SPDX-License-Identifier: GPL-2.0-only
import type { Pte } from "./rig.ts";

/** Numbers as the recording writes them. */
export const show = {
  hex: (n: number): string => `0x${n.toString(16)}`,

  pte: (pte: Pte): string => `0x${((BigInt(pte.hi) << 32n) | BigInt(pte.lo)).toString(16)}`,
} as const;
