// SPDX-License-Identifier: GPL-2.0-only
/**
 * Numbers with a unit. Each is a plain JavaScript number at run time; the brand keeps a machine frame number
 * from being used where a guest frame number is meant.
 *
 * 64-bit addresses are held as *signed* numbers: a canonical x86-64 address is the sign extension of 48 bits, so
 * 0xffff880000000000 is held as -0x780000000000 and no canonical address or machine address loses a bit.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Machine frame number: a 4 KiB frame as Xen counts them. */
export type Mfn = Unit<"mfn">;
/** Guest (pseudo-physical) frame number: a 4 KiB page as the kernel counts them. */
export type Pfn = Unit<"pfn">;
/** Machine address in bytes. */
export type Maddr = Unit<"maddr">;
/** Virtual address in bytes, sign-extended (see above). */
export type Vaddr = Unit<"vaddr">;
/** Byte offset in a module's linear memory: what a C pointer to a kernel object or to a PTE holds. */
export type Lin = Unit<"lin">;
/** Domain id. */
export type Domid = Unit<"domid">;
/** Grant reference: an index in the granting domain's table. */
export type GrantRef = Unit<"gref">;
/** Grant handle: an index in the mapping domain's maptrack table. */
export type GrantHandle = Unit<"handle">;

export const PAGE_SHIFT = 12;
export const PAGE_SIZE = 4096;

export const mfn = (n: number): Mfn => n as Mfn;
export const pfn = (n: number): Pfn => n as Pfn;
export const maddr = (n: number): Maddr => n as Maddr;
export const vaddr = (n: number): Vaddr => n as Vaddr;
export const lin = (n: number): Lin => n as Lin;
export const domid = (n: number): Domid => n as Domid;
export const gref = (n: number): GrantRef => n as GrantRef;
export const handle = (n: number): GrantHandle => n as GrantHandle;

/** Joins two 32-bit halves into a sign-extended 64-bit address. Exact for canonical and machine addresses. */
export const join64 = (lo: number, hi: number): number => (hi | 0) * 0x1_0000_0000 + (lo >>> 0);

/** The low 32 bits of a number made by join64, unsigned. */
export const lo32 = (n: number): number => n >>> 0;

/** The high 32 bits of a number made by join64, unsigned. */
export const hi32 = (n: number): number => Math.floor(n / 0x1_0000_0000) >>> 0;

/** A number made by join64 as the kernel prints it: `0xffff880000100000`. */
export const hex = (n: number): string =>
  n >= 0 ? `0x${n.toString(16)}` : `0x${BigInt.asUintN(64, BigInt(n)).toString(16)}`;
