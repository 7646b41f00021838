// SPDX-License-Identifier: GPL-2.0-only
import { keywords } from "./keywords.ts";
import { Kind, type Tokens } from "./lex.ts";

const [OPEN, CLOSE, BRACE, SQUARE, COMMA, SEMICOLON, STAR, COLON, DOT, END_BRACE, END_SQUARE] = [
  ..."(){[,;*:.}]",
].map((c) => c.charCodeAt(0));

/**
 * The names that the tokens [from, to) use: more than they do, if anything. A tag counts as `struct foo`.
 *
 * @param isBody statements, where a name before a comma is a value; elsewhere names of members and of parameters,
 *   which stand there too, are left out
 */
export function collectUses(tokens: Tokens, from: number, to: number, isBody: boolean): Set<string> {
  const { text, kind, start, end } = tokens;
  const uses = new Set<string>();
  // in an initialiser, too, a name before a comma is a value
  let values = isBody;
  let depth = 0;
  let tag: string | null = null;
  for (let i = from; i < to; i++) {
    const k = kind[i]!;
    if (k === OPEN || k === BRACE || k === SQUARE) depth++;
    else if (k === CLOSE || k === END_BRACE || k === END_SQUARE) depth--;
    else if (k === 0x3d && depth === 0) values = true;
    if (k !== Kind.word) {
      if (k === BRACE || k === SEMICOLON) tag = null;
      continue;
    }
    const before = i > from ? kind[i - 1] : 0;
    if (before === DOT || before === Kind.arrow) continue;
    const word = text.slice(start[i], end[i]);
    if (keywords.tag.has(word)) {
      tag = word;
      continue;
    }
    if (keywords.all.has(word)) continue;
    if (tag !== null && before !== OPEN) {
      // inside an attribute between keyword and tag, the bracket comes before the word
      uses.add(`${tag} ${word}`);
      tag = null;
      continue;
    }
    if (!values && isNewName(tokens, i, before)) continue;
    uses.add(word);
  }
  return uses;
}

const previousWord = ({ text, start, end }: Tokens, i: number): string =>
  text.slice(start[i - 1], end[i - 1]);

/** Whether a name in a declaration is that of a member or a parameter: it follows a type or `*`, and nothing follows it. */
function isNewName(tokens: Tokens, i: number, before: number | undefined): boolean {
  const after = tokens.kind[i + 1];
  const ends =
    after === SEMICOLON || after === COMMA || after === CLOSE || after === SQUARE || after === COLON;
  if (!ends) return false;
  if (before === STAR) return true;
  return before === Kind.word && !keywords.qualifier.has(previousWord(tokens, i));
}
