// SPDX-License-Identifier: GPL-2.0-only

/** The longest text that is read: what is longer is none, but memory that somebody wrote over. */
const LONGEST = 256;

/**
 * @param bytes linear memory
 * @returns the characters from an address on, up to the zero that ends them
 */
export function textAt(bytes: Uint8Array, at: number): string {
  const most = bytes.subarray(at, at + LONGEST);
  const end = most.indexOf(0);
  return new TextDecoder().decode(end === -1 ? most : most.subarray(0, end));
}
