// SPDX-License-Identifier: GPL-2.0-only
import { UNUSED_TABLE } from "../../slice/keep-table.ts";
import { splitItems } from "../../slice/text/split-items.ts";

/**
 * Static functions that nothing in their file names: the compiler drops them, so nothing of them can run. They are compiled
 * here only because a patch adds or changes them. A slice has not the whole of its file, and says itself which they are
 * (keep-table.ts).
 *
 * @param texts by kernel path
 * @returns names
 */
export function unusedFunctions(texts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, text] of texts) {
    if (!path.endsWith(".c")) continue;
    const { items } = splitItems(text);
    const tables = items.filter((one) => one.file === "<hunkbox>");
    if (tables.length > 0) {
      for (const table of tables)
        if (table.declared.some(({ name }) => name.startsWith(UNUSED_TABLE)))
          for (const name of table.uses) found.add(name);
      continue;
    }
    const own = items.filter((item) => item.isFunction && item.isStatic && item.file === path);
    for (const item of own)
      if (!items.some((one) => one !== item && one.uses.has(item.name))) found.add(item.name);
  }
  return found;
}
