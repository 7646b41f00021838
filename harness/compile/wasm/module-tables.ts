// SPDX-License-Identifier: GPL-2.0-only
import { type Cursor, readLeb, readName, sectionsOf } from "./wasm-sections.ts";

/** Sections by their numbers (WebAssembly core specification, binary format). */
const SECTION = { import: 2, global: 6, export: 7 } as const;

/** What an import or an export is, by its number in the binary format. */
export const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;

/** A value's type, by its byte. */
export const VALUE = { i32: 0x7f, i64: 0x7e } as const;

/** An import, at its place among those of its kind. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

/** A global that a module defines, as the constant that it begins with. */
export interface ModuleGlobal {
  readonly index: number;
  readonly type: number;
  readonly value: number;
}

function entriesOf<T>(
  module: Uint8Array,
  section: number,
  read: (cursor: Cursor, i: number) => T,
): readonly T[] {
  const found = sectionsOf(module).find(({ id }) => id === section);
  if (found === undefined) return [];
  const cursor: Cursor = { bytes: module, at: found.contents };
  return Array.from({ length: readLeb(cursor) }, (_, i) => read(cursor, i));
}

/** @returns what a module imports, in order */
export function importsOf(module: Uint8Array): readonly ModuleImport[] {
  const counts = new Map<number, number>();
  return entriesOf(module, SECTION.import, (cursor) => {
    const [from, name] = [readName(cursor), readName(cursor)];
    const kind = cursor.bytes[cursor.at++]!;
    const index = counts.get(kind) ?? 0;
    counts.set(kind, index + 1);
    skipImported(cursor, kind);
    return { module: from, name, kind, index };
  });
}

function skipImported(cursor: Cursor, kind: number): void {
  if (kind === KIND.function) readLeb(cursor);
  else if (kind === KIND.global) cursor.at += 2;
  else {
    if (kind === KIND.table) cursor.at++;
    const hasLimit = (cursor.bytes[cursor.at++]! & 1) === 1;
    readLeb(cursor);
    if (hasLimit) readLeb(cursor);
  }
}

/** @returns what a module exports, in order */
export const exportsOf = (module: Uint8Array): readonly ModuleExport[] =>
  entriesOf(module, SECTION.export, (cursor) => ({
    name: readName(cursor),
    kind: cursor.bytes[cursor.at++]!,
    index: readLeb(cursor),
  }));

/** @returns what an exported global begins with; -1 if there is none of that name */
export function exportedConstant(module: Uint8Array, name: string): number {
  const found = exportsOf(module).find((one) => one.kind === KIND.global && one.name === name);
  return globalsOf(module).find(({ index }) => index === found?.index)?.value ?? -1;
}

/** @returns the globals that a linker defines: each begins with a constant */
export function globalsOf(module: Uint8Array): readonly ModuleGlobal[] {
  const imported = importsOf(module).filter(({ kind }) => kind === KIND.global).length;
  return entriesOf(module, SECTION.global, (cursor, i) => {
    const type = cursor.bytes[cursor.at]!;
    cursor.at += 3;
    const value = readLeb(cursor);
    cursor.at++;
    return { index: imported + i, type, value };
  });
}
