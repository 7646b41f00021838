// SPDX-License-Identifier: GPL-2.0-only

import type { Reached } from "./reach.ts";
import { findLocals } from "./text/find-locals.ts";
import { firstUses } from "./text/first-uses.ts";
import { innerExterns } from "./text/inner-externs.ts";
import type { Item } from "./text/item.ts";
import type { Location } from "./text/locations.ts";
import type { UnitItems } from "./text/unit-items.ts";

/** Where a name is used: by which function or datum, and the first place in it. */
export interface Use extends Location {
  readonly function: string;
}

/** A name that kept code uses and the unit only declares. */
export interface Undefined extends Location {
  readonly name: string;
  readonly kind: "function" | "variable";
  /** The declaration, in one line. */
  readonly text: string;
  readonly callers: readonly Use[];
}

/**
 * The names that kept functions and data use, and that nothing kept defines. Functions that were cut are not among
 * them: those are declared by the slice alone. A name that is a local variable's as well may be missing its users.
 *
 * @param behind functions that the slice defines by another name (fronted.ts)
 */
export function findUndefined(
  unit: UnitItems,
  { kept, cut }: Reached,
  behind: ReadonlySet<string> = new Set(),
): Undefined[] {
  const open = undefinedNames(unit, { kept, cut }, behind);
  const found = new Map<string, Use[]>();
  for (const user of unit.items) {
    if (!kept.has(user) || cut.has(user)) continue;
    if (!user.isFunction && user.kind !== "declaration") continue;
    if (!user.isFunction && !user.declared.some((one) => one.kind === "variable" && one.defines)) continue;
    const names = new Set([...user.uses].filter((name) => open.has(name)));
    if (names.size === 0) continue;
    const { from, to } = user.range;
    if (user.isFunction) for (const local of findLocals(unit.tokens, from, to)) names.delete(local);
    for (const [name, offset] of firstUses(unit.tokens, user, names)) {
      const callers = found.get(name) ?? [];
      found.set(name, callers);
      callers.push({ function: user.name, ...unit.locations.at(offset) });
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, callers]) => {
      const { item, kind } = open.get(name)!;
      return { name, kind, text: oneLine(unit, item), callers, file: item.file, line: item.line };
    });
}

/** What the kept items declare and do not define, with the first of the declarations. */
function undefinedNames(
  { items, tokens }: UnitItems,
  { kept, cut }: Reached,
  behind: ReadonlySet<string>,
): ReadonlyMap<string, Declaration> {
  const open = new Map<string, Declaration>();
  const defined = new Set([...cut.keys()].map(({ name }) => name));
  for (const item of items) {
    if (!kept.has(item)) continue;
    for (const { name, kind, defines } of item.declared) {
      if (kind !== "function" && kind !== "variable") continue;
      if (defines && !item.isRegister && !behind.has(name)) defined.add(name);
      else if (!open.has(name)) open.set(name, { item, kind });
    }
    if (!item.isFunction || cut.has(item)) continue;
    for (const name of innerExterns(tokens, item.range.from, item.range.to))
      if (!open.has(name)) open.set(name, { item, kind: "function" });
  }
  for (const name of defined) open.delete(name);
  return open;
}

interface Declaration {
  readonly item: Item;
  readonly kind: "function" | "variable";
}

function oneLine({ text, tokens }: UnitItems, { range }: Item): string {
  const words: string[] = [];
  for (let i = range.from; i < range.to; i++) words.push(text.slice(tokens.start[i], tokens.end[i]));
  return words.join(" ");
}
