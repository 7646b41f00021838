// SPDX-License-Identifier: GPL-2.0-only
import { nearestNames } from "./nearest-names.ts";

/** Letters that say something by themselves. */
const LEAST = 3;

/**
 * Names that somebody may have meant, for a hint.
 *
 * @param word as it was typed
 * @param known names that there are
 * @returns at most so many: those that hold the word, then those that are nearly it
 */
export function namesLike(word: string, known: readonly string[], most: number): string[] {
  const typed = word.toLowerCase();
  const holding = word.length < LEAST ? [] : known.filter((name) => name.toLowerCase().includes(typed));
  return [...new Set([...holding, ...nearestNames(word, known)])].slice(0, most);
}
