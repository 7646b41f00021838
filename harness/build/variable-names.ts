// SPDX-License-Identifier: GPL-2.0-only

/** A description of a variable on the stack in a module's data, its name with a number at the end. */
const DESCRIPTION = /----([\w.$]*?)(\d+)@([\w.$]+)\0/g;

/**
 * Gives variables on the stack the names that they have in the text. Where two variables of a function have one name, or
 * one has a name that the compiler uses for a value of its own, it appends a number, which any other change of the function
 * changes.
 *
 * @param wasm a module with descriptions for msan
 * @param texts what it was compiled from
 * @returns a module of the same layout
 */
export function withVariableNames(
  wasm: Uint8Array<ArrayBuffer>,
  texts: readonly string[],
): Uint8Array<ArrayBuffer> {
  const written = new Set(texts.flatMap((text) => text.match(/\b[A-Za-z_]\w*\d\b/g) ?? []));
  const bytes = Buffer.from(wasm);
  for (const { 0: all, 1: name, 2: number, 3: fn, index } of bytes.toString("latin1").matchAll(DESCRIPTION)) {
    if (written.has(`${name}${number}`)) continue;
    bytes.write(`----${name}@${fn}`.padEnd(all.length, "\0"), index, "latin1");
  }
  return new Uint8Array(bytes);
}
