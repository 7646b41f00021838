// SPDX-License-Identifier: GPL-2.0-only

const CODE_SECTION = 10;

/**
 * @param module a WebAssembly binary
 * @returns byte offset of the contents of its code section, which DWARF's addresses count from
 * @throws Error if it has none
 */
export function codeSectionOffset(module: Uint8Array): number {
  let at = 8;
  while (at < module.length) {
    const id = module[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (id === CODE_SECTION) return at;
    at += size;
  }
  throw new Error("a module without code");
}
