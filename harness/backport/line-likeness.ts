// SPDX-License-Identifier: GPL-2.0-only

/** How much two lines of C are alike, from 0 to 1: 1 if only blanks differ, else the share of words that they share. */
export function lineLikeness(one: string, other: string): number {
  const [left, right] = [one, other].map(wordsOf) as [string[], string[]];
  if (left.join(" ") === right.join(" ")) return 1;
  const rest = [...right];
  let shared = 0;
  for (const word of left) {
    const at = rest.indexOf(word);
    if (at === -1) continue;
    rest.splice(at, 1);
    shared++;
  }
  // never 1: a word stands elsewhere
  return Math.min(0.99, (2 * shared) / Math.max(1, left.length + right.length));
}

const wordsOf = (text: string): string[] => text.match(/\w+|[^\s\w]/g) ?? [];
