// SPDX-License-Identifier: GPL-2.0-only

import type { Reached } from "./reach.ts";
import type { Item } from "./text/item.ts";
import type { UnitItems } from "./text/unit-items.ts";

/** What the tables are called that list static functions which nothing in their whole file names. */
export const UNUSED_TABLE = "__hunkbox_unused_";

/**
 * A table of addresses to go behind a slice. A static function that nobody calls would vanish, and a static variable
 * whose writers are not in the slice would become a constant: what stands in the table is neither. The table is a
 * global of the unit's own name, `__hunkbox_keep_lib_cup_c`: wasm-ld collects a static one, `used` or not. Functions that
 * nothing in the whole file names stand in a second one: in a kernel nothing of them can run.
 *
 * @param roots functions among them are listed where they are static
 */
export function keepTable(
  unit: UnitItems,
  { kept, cut }: Reached,
  roots: ReadonlySet<string>,
): { readonly text: string; readonly names: readonly string[] } {
  const names = new Set<string>();
  for (const item of unit.items) {
    if (!kept.has(item) || cut.has(item) || !item.isStatic) continue;
    if (item.isFunction && roots.has(item.name)) names.add(item.name);
    if (item.kind !== "declaration") continue;
    for (const { name, kind } of item.declared) {
      if (kind === "variable" && (roots.has(name) || !isConstant(unit, item))) names.add(name);
    }
  }
  const called = namedByOthers(unit, names);
  const isUnused = (name: string): boolean =>
    !called.has(name) && (unit.byName.get(name) ?? []).some((item) => item.isFunction);
  const unused = [...names].filter(isUnused);
  const used = [...names].filter((name) => !isUnused(name));
  const text = tableOf(unit, "__hunkbox_keep_", used) + tableOf(unit, UNUSED_TABLE, unused);
  return { text, names: [...names] };
}

/** Names that an item names which has another one itself. */
function namedByOthers({ items }: UnitItems, names: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  // once through the file, whatever the number of names: a mail may bring thirty thousand functions
  for (const item of items)
    for (const use of item.uses) if (use !== item.name && names.has(use)) found.add(use);
  return found;
}

function tableOf({ mainFile }: UnitItems, kind: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const entries = names.map((name) => `(const void *)&${name},\n`).join("");
  const table = `${kind}${mainFile.replace(/[^A-Za-z0-9]/g, "_")}`;
  return `# 1 "<hunkbox>"\n__attribute__((used)) const void *const ${table}[] = {\n${entries}};\n`;
}

/** `const` in front of a plain declarator, or behind the `*` of a pointer. */
function isConstant({ text, tokens: { kind, start, end } }: UnitItems, { range }: Item): boolean {
  let constant = false;
  let depth = 0;
  for (let i = range.from; i < range.to; i++) {
    const k = kind[i];
    if (k === 0x3d && depth === 0) break;
    if (k === 0x28 || k === 0x5b || k === 0x7b) depth++;
    else if (k === 0x29 || k === 0x5d || k === 0x7d) depth--;
    else if (k === 0x2a) constant = false;
    else if (depth === 0 && /^(__)?const(__)?$/.test(text.slice(start[i], end[i]))) constant = true;
  }
  return constant;
}
