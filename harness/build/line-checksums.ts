// SPDX-License-Identifier: GPL-2.0-only
import { parseCoverageNotes } from "./coverage-notes.ts";

const I32_CONST = 0x41;

/**
 * An object holds, for each function whose control flow it counts, a checksum of the function's first line, for a file
 * format that nobody writes here. Without these, code that only moves within its file stays the same code.
 *
 * @param object as the compiler writes it
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
    // a unit of one function has no table: its numbers are arguments of a call
    const call = Buffer.concat([ident, lineChecksum, flowChecksum].map(constant));
    const from = constant(ident).length + 1;
    for (let at = bytes.indexOf(call); at !== -1; at = bytes.indexOf(call, at + 1))
      padZero(bytes, at + from, at + from + constant(lineChecksum).length - 1);
  }
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The instruction that pushes a 32-bit number, which is signed. */
function constant(value: number): Buffer {
  const bytes = [I32_CONST];
  for (let rest = value | 0; ; rest >>= 7) {
    const low = rest & 0x7f;
    const isLast = rest >> 6 === 0 || rest >> 6 === -1;
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return Buffer.from(bytes);
  }
}

/** Writes zero over a number of variable length, which keeps its length. */
function padZero(bytes: Buffer, from: number, to: number): void {
  bytes.fill(0x80, from, to - 1);
  bytes[to - 1] = 0;
}
