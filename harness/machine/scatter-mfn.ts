// SPDX-License-Identifier: GPL-2.0-only
import { type Mfn, mfn } from "./units.ts";

const LOW_BASE = 0x4_0000;
const HIGH_BASE = 0x10_0000;
const MASK = 0x3_ffff;
/** Odd, so that multiplying is a bijection modulo a power of two. */
const STEP = 0x2_b4d7;

/**
 * Machine frame numbers as a long-running host would hand them out: scattered, yet always the same. All lie above any
 * guest page number in use (lowmem from 0x100, highmem from 0x38000), so that a pfn taken for an mfn never fits.
 * @param above4GiB give a frame whose machine address does not fit in 32 bits
 * @returns the mfn of the n-th frame (n < 2^18)
 */
export const scatterMfn = (n: number, above4GiB: boolean): Mfn =>
  mfn((above4GiB ? HIGH_BASE : LOW_BASE) + ((Math.imul(n, STEP) + 0x1_39a5) & MASK));
