// SPDX-License-Identifier: GPL-2.0-only

/**
 * Finds a place among others.
 *
 * @param all sorted by address
 * @returns the index of the last one that begins at or before an address, or -1
 */
export function indexUpTo(all: readonly { readonly at: number }[], at: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
