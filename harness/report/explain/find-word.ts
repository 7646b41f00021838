// SPDX-License-Identifier: GPL-2.0-only
import { type ExplainedWord, WORD_KINDS } from "./explained-words.ts";

const WORDS = WORD_KINDS.flatMap(({ words }) => words);

/** What a report writes in other words than one types. */
const ALIASES: Readonly<Record<string, string>> = {
  ok: "pass",
  "not-ok": "fail",
  "cannot-tell": "not-comparable",
  mended: "fixed",
  before: "before-side",
  after: "after-side",
};

/**
 * @param typed a word, or what a report calls it: `memory-leak`, `Memory leak`, `NOT OK`
 * @returns null if it is none that can be explained
 */
export function findWord(typed: string): ExplainedWord | null {
  const word = asWord(typed);
  const wanted = Object.hasOwn(ALIASES, word) ? ALIASES[word] : word;
  return (
    WORDS.find((one) => one.word === wanted) ??
    WORDS.find(({ title }) => title !== "" && asWord(title) === wanted) ??
    null
  );
}

const asWord = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
