// SPDX-License-Identifier: GPL-2.0-only

/** As far from the end of the address space an address is an error that was not looked at. */
const MAX_ERRNO = 4095;

/** Addresses of the module's own, and what an index into one of its arrays makes of them. */
const MADE_OF_ADDRESSES = 0x4000_0000;

/** Upper bytes of an address that was made of what the heap fills fresh memory with. */
const FRESH_BYTES = 0x5a_5a_5a;

/** Where the pages of frame numbers lie that do not exist (NO_PAGES in csrc): of 64-bit code, by the upper half. */
const NO_PAGES_64 = { from: 0xffff_ea00, to: 0xffff_eaff };
const NO_PAGES_32 = { from: 0xaf00_0000, to: 0xb7ff_ffff };

/**
 * Names a pointer to where nothing is, in words that do not depend on where things lie in a module.
 *
 * @param lo lower half of the address
 * @param hi upper half
 * @param wide whether pointers have eight bytes
 */
export function wildPointer(lo: number, hi: number, wide: boolean): string {
  const [where, none] = wide ? [hi, NO_PAGES_64] : [lo, NO_PAGES_32];
  if (where >= none.from && where <= none.to)
    return "a page pointer made of a frame number that does not exist";
  if (lo >>> 8 === FRESH_BYTES) return "a pointer that was never set";
  const isError = lo >= 0x1_0000_0000 - MAX_ERRNO && hi === (wide ? 0xffff_ffff : 0);
  const kind = isError ? "an error pointer" : "a wild pointer";
  if (hi === 0 && lo < MADE_OF_ADDRESSES) return kind;
  const address = hi === 0 ? lo.toString(16) : hi.toString(16) + lo.toString(16).padStart(8, "0");
  return `${kind}, at 0x${address}`;
}
