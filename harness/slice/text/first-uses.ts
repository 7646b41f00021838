// SPDX-License-Identifier: GPL-2.0-only
import type { Item } from "./item.ts";
import { Kind, type Tokens } from "./lex.ts";

/**
 * Offsets of the first uses of some names in an item, in the order of the text.
 *
 * @param names those that are found are taken out
 */
export function firstUses(
  { text, kind, start, end }: Tokens,
  { range }: Item,
  names: Set<string>,
): Map<string, number> {
  const offsets = new Map<string, number>();
  for (let i = range.from; i < range.to && names.size > 0; i++) {
    if (kind[i] !== Kind.word || kind[i - 1] === Kind.arrow || kind[i - 1] === 0x2e) continue;
    const word = text.slice(start[i], end[i]);
    if (names.delete(word)) offsets.set(word, start[i]!);
  }
  return offsets;
}
