// SPDX-License-Identifier: GPL-2.0-only
import { exportsOf, importsOf, KIND } from "./module-tables.ts";
import { type Cursor, readLeb, readName, sectionsOf } from "./wasm-sections.ts";

/** Of the linking section (tool conventions of WebAssembly, Linking). */
const CUSTOM_SECTION = 0;
const SYMBOL_TABLE = 8;
const FLAG = { undefined: 0x10, explicitName: 0x40 } as const;
const SYMBOL = { function: 0, data: 1, section: 3 } as const;

/** A name that an object file gives or takes. */
export interface ObjectSymbol {
  readonly name: string;
  readonly isDefined: boolean;
}

/** What an object file says of itself to the linker and to the host. */
export interface ObjectSymbols {
  readonly symbols: readonly ObjectSymbol[];
  /** Names that it asks a host for, or gives one, by attribute. */
  readonly chosen: readonly string[];
}

/** @param object a relocatable WebAssembly file, as the compiler writes it */
export function objectSymbols(object: Uint8Array): ObjectSymbols {
  const imports = importsOf(object);
  const functions = imports.filter(({ kind }) => kind === KIND.function);
  const chosen: string[] = exportsOf(object).map(({ name }) => name);
  const symbols: ObjectSymbol[] = [];
  const cursor = symbolTableOf(object);
  if (cursor === null) return { symbols, chosen };
  for (let left = readLeb(cursor); left > 0; left--) {
    const kind = object[cursor.at++]!;
    const flags = readLeb(cursor);
    const isDefined = (flags & FLAG.undefined) === 0;
    const isExplicit = (flags & FLAG.explicitName) !== 0;
    if (kind === SYMBOL.section) readLeb(cursor);
    else if (kind === SYMBOL.data) {
      symbols.push({ name: readName(cursor), isDefined });
      if (isDefined) for (let n = 0; n < 3; n++) readLeb(cursor);
    } else {
      const index = readLeb(cursor);
      const known = kind === SYMBOL.function ? functions[index] : undefined;
      if (isDefined || isExplicit) symbols.push({ name: readName(cursor), isDefined });
      else if (known !== undefined) symbols.push({ name: known.name, isDefined });
      if (isExplicit && known !== undefined) chosen.push(known.name);
    }
  }
  return { symbols, chosen };
}

function symbolTableOf(object: Uint8Array): Cursor | null {
  for (const { id, contents, end } of sectionsOf(object)) {
    if (id !== CUSTOM_SECTION) continue;
    const cursor: Cursor = { bytes: object, at: contents };
    if (readName(cursor) !== "linking") continue;
    readLeb(cursor);
    while (cursor.at < end) {
      const kind = object[cursor.at++];
      const size = readLeb(cursor);
      if (kind === SYMBOL_TABLE) return cursor;
      cursor.at += size;
    }
  }
  return null;
}
