// SPDX-License-Identifier: GPL-2.0-only
import { Kind, type Tokens } from "./lex.ts";

const [OPEN, SEMICOLON] = [..."(;"].map((c) => c.charCodeAt(0));

/** The functions that a function declares for itself, by `extern` in its body, in the tokens [from, to). */
export function innerExterns({ text, kind, start, end }: Tokens, from: number, to: number): string[] {
  const found: string[] = [];
  const word = (i: number): string => text.slice(start[i], end[i]);
  for (let i = from; i < to; i++) {
    if (kind[i] !== Kind.word || word(i) !== "extern") continue;
    let at = i + 1;
    while (at < to && kind[at] !== OPEN && kind[at] !== SEMICOLON) at++;
    if (kind[at] === OPEN && kind[at - 1] === Kind.word && at - 1 > i) found.push(word(at - 1));
    i = at;
  }
  return found;
}
