// SPDX-License-Identifier: GPL-2.0-only
import { parseCoverageNotes } from "./coverage-notes.ts";

/**
 * An object holds, for each function whose control flow it counts, a checksum of the function's first line, for a file
 * format that nobody writes here. Without these, code that only moves within its file stays the same code.
 *
 * @param object as the compiler writes it, of two functions at least: of one, the numbers are arguments of a call
 * @param notes the compiler's notes on it; undefined of an object that counts nothing
 * @returns the object, with zero for each of these checksums
 */
export function withoutLineChecksums(object: Uint8Array, notes: Uint8Array | undefined): Uint8Array {
  if (notes === undefined) return object;
  const bytes = Buffer.from(object);
  for (const { ident, lineChecksum, flowChecksum } of parseCoverageNotes(notes).functions) {
    const row = Buffer.concat([ident, lineChecksum, flowChecksum].map(word));
    for (let at = bytes.indexOf(row); at !== -1; at = bytes.indexOf(row, at + 1))
      bytes.fill(0, at + 4, at + 8);
  }
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
