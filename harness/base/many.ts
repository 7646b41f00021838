// SPDX-License-Identifier: GPL-2.0-only

/**
 * A count and what is counted: `1 byte`, `2 bytes`, `2 patches`, `2 entries`.
 *
 * @param what one of them; its last word is put into the plural
 */
export function many(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  if (/[^aeiou]y$/.test(what)) return `${count} ${what.slice(0, -1)}ies`;
  return `${count} ${what}${/(?:s|x|ch|sh)$/.test(what) ? "es" : "s"}`;
}
