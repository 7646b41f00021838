// SPDX-License-Identifier: GPL-2.0-only

/** A name is near if so much of it was typed otherwise, and no more: one letter in three. */
const PART = 3;

/** Characters of a word that are looked at: no name is longer. */
const LONGEST = 64;

/** Names that are given. */
const MOST = 3;

/**
 * Names that somebody may have meant: those that hold what was typed, then those that differ in the fewest letters.
 *
 * @returns at most three
 */
export function nearestWords(typed: string, names: readonly string[]): string[] {
  const word = typed.slice(0, LONGEST).toLowerCase();
  const ranked = names.flatMap((name) => {
    if (word.length > 2 && name.includes(word)) return [{ name, distance: 0 }];
    const distance = distanceOf(word, name);
    return distance <= Math.max(word.length, name.length) / PART ? [{ name, distance }] : [];
  });
  return ranked
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out or replaced, or exchanged with their neighbour. */
function distanceOf(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
