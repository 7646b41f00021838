// SPDX-License-Identifier: GPL-2.0-only

/** A description of a variable on the stack in a module's data. */
const DESCRIPTION = /----([\w.$]+)@([\w.$]+)\0/g;

/** A name with a number at its end. */
const NUMBERED = /^(.*?)\d+$/;

/** What a function leaves at the names of its variables when it becomes part of its caller. */
const INLINED = /^i\d*$/;

/** Names that a macro makes unique by counting. */
const COUNTED = /^__UNIQUE_ID_/;

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
  for (const { 0: all, 1: name, 2: fn, index } of bytes.toString("latin1").matchAll(DESCRIPTION))
    bytes.write(`----${nameInText(name!, written)}@${fn}`.padEnd(all.length, "\0"), index, "latin1");
  return new Uint8Array(bytes);
}

/** @param written names with a number at their end that are in the text */
function nameInText(name: string, written: ReadonlySet<string>): string {
  const [first = "", ...rest] = name.split(".").filter((part, i) => i === 0 || !INLINED.test(part));
  const isWritten = written.has(first) && !COUNTED.test(first);
  return [isWritten ? first : withoutNumber(first), ...rest.map(withoutNumber)].join(".");
}

const withoutNumber = (name: string): string => name.replace(NUMBERED, "$1");
