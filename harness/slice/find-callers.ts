// SPDX-License-Identifier: GPL-2.0-only
import type { Use } from "./find-undefined.ts";
import type { Slice } from "./slice-unit.ts";
import { firstUses } from "./text/first-uses.ts";
import type { Location } from "./text/locations.ts";
import type { UnitItems } from "./text/unit-items.ts";

/**
 * The functions of a slice that name functions of which it has the prototype alone.
 *
 * @param unit what the slice was made of
 * @returns by the name of the function that was cut
 */
export function findCallers(unit: UnitItems, slice: Slice): Map<string, Use[]> {
  const placeOf = ({ name, file, line }: Location & { readonly name: string }): string =>
    `${file}:${line} ${name}`;
  const cut = new Set(slice.cut.map(({ name }) => name));
  const kept = new Set(slice.kept.map(placeOf));
  const found = new Map<string, Use[]>();
  for (const item of unit.items) {
    if (!item.isFunction || !kept.has(placeOf(item))) continue;
    const names = new Set([...item.uses].filter((name) => cut.has(name)));
    for (const [name, offset] of firstUses(unit.tokens, item, names)) {
      const callers = found.get(name) ?? [];
      found.set(name, callers);
      callers.push({ function: item.name, ...unit.locations.at(offset) });
    }
  }
  return found;
}
