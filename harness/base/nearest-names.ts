// SPDX-License-Identifier: GPL-2.0-only
import { distance } from "fastest-levenshtein";

/** No name of our own is longer. */
const LONGEST = 64;

/** Two letters that changed places are one slip, and two to the library. */
function lettersApart(typed: string, name: string): number {
  const letters = distance(typed, name);
  return letters === 2 && sorted(typed) === sorted(name) ? 1 : letters;
}

const sorted = (word: string): string => [...word].sort().join("");

/**
 * @param word as somebody typed it
 * @param known names that there are
 * @returns those that are the word but for a third of its letters at most, the nearest first
 */
export function nearestNames(word: string, known: readonly string[]): readonly string[] {
  if (word.length > LONGEST) return [];
  const typed = word.toLowerCase();
  const most = Math.max(1, Math.floor(word.length / 3));
  return known
    .map((name) => ({ name, letters: lettersApart(typed, name.toLowerCase()) }))
    .filter(({ name, letters }) => letters <= most && letters < name.length)
    .sort((a, b) => a.letters - b.letters)
    .map(({ name }) => name);
}
