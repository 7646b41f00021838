// SPDX-License-Identifier: GPL-2.0-only

/** Bits of a page-table entry. An entry is a pair of unsigned 32-bit halves (lo, hi) in every configuration. */
export const PTE = {
  /** Low half. */
  P: 0x001,
  RW: 0x002,
  US: 0x004,
  PWT: 0x008,
  PCD: 0x010,
  A: 0x020,
  D: 0x040,
  PSE: 0x080,
  G: 0x100,
  AVL: 0xe00,
  /** High half: bit 52, Xen's mark of a guest-kernel entry (x86_64 PV). */
  HI_KERNEL: 0x0010_0000,
  /** High half: bits 53 to 61, available to software. */
  HI_AVL: 0x3fe0_0000,
  /** High half: bit 62, set by a debug Xen on granted entries (_PAGE_GNTTAB). */
  HI_GNTTAB: 0x4000_0000,
  /** High half: bit 63. */
  HI_NX: 0x8000_0000,
  /** High half: bits 32 to 51 of the machine address. */
  HI_ADDR: 0x000f_ffff,
} as const;

/** @returns the machine frame number in an entry (bits 12 to 51), present or not. */
export const pteMfn = (lo: number, hi: number): number => (hi & PTE.HI_ADDR) * 0x10_0000 + (lo >>> 12);

/** @returns the low half of an entry for a frame with the given low flag bits. */
export const pteLo = (mfn: number, flags: number): number => ((mfn << 12) | flags) >>> 0;

/** @returns the high half of an entry for a frame with the given high flag bits. */
export const pteHi = (mfn: number, flags: number): number => (Math.floor(mfn / 0x10_0000) | flags) >>> 0;
