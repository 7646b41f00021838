// SPDX-License-Identifier: GPL-2.0-only
import { findUndefined } from "./find-undefined.ts";
import { type ReachOptions, reach } from "./reach.ts";
import type { Item } from "./text/item.ts";
import type { UnitItems } from "./text/unit-items.ts";

/** A unit, and the names that it is sliced from. */
export interface RootedUnit {
  /** Kernel path of its .c file. */
  readonly path: string;
  readonly items: UnitItems;
  readonly roots: readonly string[];
}

/**
 * Closes roots over several units: what one uses and only declares, and another's .c file defines for all, becomes a
 * root of that other, until nothing new turns up.
 *
 * @returns the roots by path, those given first
 */
export function closeRoots(
  units: readonly RootedUnit[],
  options: Omit<ReachOptions, "roots">,
): Map<string, readonly string[]> {
  const roots = new Map(units.map(({ path, roots }) => [path, new Set(roots)]));
  const homes = new Map<string, string>();
  for (const { path, items } of units) {
    for (const item of items.items)
      for (const name of sharedNames(item, items.mainFile)) homes.set(name, path);
  }
  const open = new Set(units);
  for (const unit of open) {
    open.delete(unit);
    const reached = reach(unit.items, { ...options, roots: roots.get(unit.path)! });
    for (const { name } of findUndefined(unit.items, reached)) {
      const home = homes.get(name);
      if (home === undefined || home === unit.path || roots.get(home)!.has(name)) continue;
      roots.get(home)!.add(name);
      open.add(units.find(({ path }) => path === home)!);
    }
  }
  return new Map([...roots].map(([path, names]) => [path, [...names]]));
}

/** What an item of the .c file itself defines for the linker. */
function sharedNames(item: Item, mainFile: string): string[] {
  if (item.isStatic || (!item.isFunction && item.kind !== "declaration") || item.file !== mainFile) return [];
  return item.declared
    .filter(({ kind, defines }) => defines && (kind === "function" || kind === "variable"))
    .map(({ name }) => name);
}
