// SPDX-License-Identifier: GPL-2.0-only

/**
 * True if the lines that a hunk would add stand right before or after the place already, or around it: where lines
 * repeat, the same change can be told in several ways.
 *
 * @param place index of the line before which they would be added
 */
export function isDoubled(file: Int32Array, place: number, ids: readonly number[]): boolean {
  const { length } = ids;
  for (let from = place - length; from <= place; from++) {
    const isSame = ids.every((_, i) => file[from + i] === ids[(from - place + i + length) % length]);
    if (isSame) return true;
  }
  return false;
}
