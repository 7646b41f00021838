// SPDX-License-Identifier: GPL-2.0-only
import { splitItems } from "../../slice/split-items.ts";

/**
 * Static functions that nothing in their file names: the compiler drops them, so nothing of them can run. They are compiled
 * here only because a patch adds or changes them.
 *
 * @param texts by kernel path
 * @returns names
 */
export function unusedFunctions(texts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, text] of texts) {
    if (!path.endsWith(".c")) continue;
    const { items } = splitItems(text);
    // what a slice keeps for the machine's sake stands in a table at its end
    const users = items.filter((one) => one.file !== "<hunkbox>");
    const own = items.filter((item) => item.isFunction && item.isStatic && item.file === path);
    for (const item of own)
      if (!users.some((one) => one !== item && one.uses.has(item.name))) found.add(item.name);
  }
  return found;
}
