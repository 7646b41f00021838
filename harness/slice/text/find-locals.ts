// SPDX-License-Identifier: GPL-2.0-only
import { keywords } from "./keywords.ts";
import { Kind, type Tokens } from "./lex.ts";

const [OPEN, CLOSE, SQUARE, COMMA, SEMICOLON, STAR, EQUALS, BRACE, END_BRACE] = [..."()[,;*={}"].map((c) =>
  c.charCodeAt(0),
);

/** Words that may open a declaration inside a function, besides names of types. */
const TYPES = new Set("int long short char unsigned signed void float double _Bool __auto_type".split(" "));

/**
 * The names of parameters and local variables of a function, as far as they show without knowing the types: behind a
 * type's name, or behind `*` that follows one at the start of a statement or of a parameter.
 */
export function findLocals(tokens: Tokens, from: number, to: number): Set<string> {
  const { text, kind, start, end } = tokens;
  const locals = new Set<string>();
  const word = (i: number): string => text.slice(start[i], end[i]);
  for (let i = from + 1; i < to; i++) {
    if (kind[i] !== Kind.word) continue;
    const after = kind[i + 1];
    if (after !== SEMICOLON && after !== COMMA && after !== CLOSE && after !== EQUALS && after !== SQUARE)
      continue;
    let type = i - 1;
    while (type > from && kind[type] === STAR) type--;
    if (kind[type] === CLOSE) {
      // typeof(…) name
      const open = openingOf(tokens, type, from);
      if (open > from && kind[open - 1] === Kind.word && /^(__)?typeof(__)?$/.test(word(open - 1)))
        locals.add(word(i));
      continue;
    }
    if (kind[type] !== Kind.word || keywords.statement.has(word(type)) || keywords.tag.has(word(type)))
      continue;
    const hasStar = type !== i - 1;
    if (hasStar && !startsDeclaration(tokens, type, from)) continue;
    if (!keywords.all.has(word(i))) locals.add(word(i));
  }
  return locals;
}

/** Whether the word is a type that a declaration starts with: `a * b` is one only at the start of a statement. */
function startsDeclaration({ text, kind, start, end }: Tokens, at: number, from: number): boolean {
  if (TYPES.has(text.slice(start[at], end[at]))) return true;
  const before = at > from ? kind[at - 1] : SEMICOLON;
  if (before === Kind.word) {
    const word = text.slice(start[at - 1], end[at - 1]);
    return keywords.tag.has(word) || keywords.qualifier.has(word);
  }
  return (
    before === SEMICOLON || before === BRACE || before === END_BRACE || before === OPEN || before === COMMA
  );
}

/** Where a bracket was opened, a few dozen tokens back at most; 0 if farther. */
function openingOf({ kind, match }: Tokens, close: number, from: number): number {
  for (let i = close - 1; i > from && i > close - 64; i--)
    if (kind[i] === OPEN && match[i] === close) return i;
  return 0;
}
