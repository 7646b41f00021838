// SPDX-License-Identifier: GPL-2.0-only
import { fronted } from "./edit/fronted.ts";
import type { Item } from "./text/item.ts";
import type { UnitItems } from "./text/unit-items.ts";

/** What other units need to know of a unit: plain data, by which it need not be split again. */
export interface UnitFacts {
  /** What its .c file defines for the linker, in the order of the text. */
  readonly shared: readonly string[];
  /** Static functions of its .c file with their bodies, and static variables of it. */
  readonly staticFunctions: readonly string[];
  readonly staticVariables: readonly string[];
  /** Its initcalls that register a device. */
  readonly registering: readonly string[];
  /** Names that it has for what it stands in front of (fronted.ts). */
  readonly inner: readonly string[];
  /** Functions of its .c file that a WebAssembly machine could run, in the order of their lines. */
  readonly functions: readonly FunctionLines[];
}

/** A function's lines, from that of its head. */
export interface FunctionLines {
  readonly name: string;
  readonly line: number;
  readonly last: number;
}

/** Made of a driver's module_init (csrc/override/module.h). */
const INITCALL = /^hb_initcall_/;

/** A driver registers its file operations by one of these. */
const REGISTERS = "misc_register";

/** @returns what is to be known of a unit */
export function unitFacts(unit: UnitItems): UnitFacts {
  const own = unit.items.filter((item) => item.file === unit.mainFile);
  const statics = own.filter((item) => item.isStatic);
  return {
    shared: own.flatMap(sharedNames),
    staticFunctions: statics.flatMap((item) => (item.isFunction ? item.names : [])),
    staticVariables: statics.flatMap(({ declared }) =>
      declared.flatMap(({ name, kind }) => (kind === "variable" ? [name] : [])),
    ),
    registering: registering(unit, own),
    inner: [...unit.byName.keys()].filter(fronted.isInner),
    functions: own
      .filter((item) => item.isFunction && !item.hasAsm && !isInitcall(item))
      .map(({ name, line, end }) => ({ name, line, last: unit.locations.at(end - 1).line }))
      .sort((a, b) => a.line - b.line),
  };
}

/** Made by the preprocessor, and run at boot if it is kept. */
const isInitcall = ({ isFunction, name }: Item): boolean => isFunction && INITCALL.test(name);

function registering({ byName }: UnitItems, own: readonly Item[]): string[] {
  const registers = (name: string): boolean =>
    byName.get(name)?.some((item) => item.uses.has(REGISTERS)) === true;
  return own
    .filter(isInitcall)
    .filter((item) => [...item.uses].some(registers))
    .map(({ name }) => name);
}

function sharedNames(item: Item): string[] {
  if (item.isStatic || (!item.isFunction && item.kind !== "declaration")) return [];
  return item.declared
    .filter(({ kind, defines }) => defines && (kind === "function" || kind === "variable"))
    .map(({ name }) => name);
}
