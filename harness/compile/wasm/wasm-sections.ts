// SPDX-License-Identifier: GPL-2.0-only

export const SECTION_OF_CODE = 10;

const CUSTOM_SECTION = 0;

/** A place in a binary that reading moves on. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** A section of a module. */
export interface Section {
  readonly id: number;
  /** Byte offsets of its first byte, of its contents, and of what follows it. */
  readonly start: number;
  readonly contents: number;
  readonly end: number;
}

/** The sections of a module, in order. */
export function sectionsOf(module: Uint8Array): Section[] {
  const sections: Section[] = [];
  const cursor: Cursor = { bytes: module, at: 8 };
  while (cursor.at < module.length) {
    const start = cursor.at;
    const id = module[cursor.at++] ?? 0;
    const size = readLeb(cursor);
    const contents = cursor.at;
    cursor.at += size;
    sections.push({ id, start, contents, end: cursor.at });
  }
  return sections;
}

/** Reads a LEB128 number of any length; only of those below 2^32 is the value meant. */
export function readLeb(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = cursor.bytes[cursor.at++] ?? 0;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}

/** Reads a text of UTF-8 behind its length. */
export function readName(cursor: Cursor): string {
  const length = readLeb(cursor);
  const bytes = cursor.bytes.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  return new TextDecoder().decode(bytes);
}

/**
 * @param module a WebAssembly binary
 * @returns byte offset of the contents of its code section, which DWARF's addresses count from
 * @throws Error if it has none
 */
export function codeSectionOffset(module: Uint8Array): number {
  const code = sectionsOf(module).find(({ id }) => id === SECTION_OF_CODE);
  if (code === undefined) throw new Error("a module without code");
  return code.contents;
}

/** Takes DWARF out of a module. It stands behind the code, so no offset of an instruction moves. */
export function withoutDebug(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = sectionsOf(module).filter(({ id, contents }) => {
    if (id !== CUSTOM_SECTION) return true;
    const cursor: Cursor = { bytes: module, at: contents };
    return !readName(cursor).startsWith(".debug_");
  });
  return Buffer.concat([module.subarray(0, 8), ...kept.map(({ start, end }) => module.subarray(start, end))]);
}
