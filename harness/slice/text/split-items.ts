// SPDX-License-Identifier: GPL-2.0-only
import { type Description, describeItem } from "./describe-item.ts";
import { Item, type ItemKind, type TokenRange } from "./item.ts";
import { keywords } from "./keywords.ts";
import { Kind, lex, type Tokens } from "./lex.ts";
import { Locations } from "./locations.ts";
import type { UnitItems } from "./unit-items.ts";

const [OPEN, SQUARE, BRACE, END_BRACE, SEMICOLON, EQUALS] = [..."([{};="].map((c) => c.charCodeAt(0));

const NOTHING: Description = {
  declared: [],
  isTypedef: false,
  isStatic: false,
  isInline: false,
  isExtern: false,
  isRegister: false,
};

/**
 * Splits what `clang -E` gives into its top-level items. Total and linear: any text has items, though what is no C
 * has those of kind `unknown`.
 */
export function splitItems(text: string): UnitItems {
  const tokens = lex(text);
  const locations = new Locations(tokens);
  const items: Item[] = [];
  const byName = new Map<string, Item[]>();
  const { start, end, directives, count } = tokens;
  let directive = 0;
  const add = (kind: ItemKind, from: number, to: number, range: TokenRange, said: Description): void => {
    const item = new Item(
      { index: items.length, kind, start: from, end: to, range },
      said,
      tokens,
      locations,
    );
    items.push(item);
    for (const { name } of said.declared) {
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [item]);
      else if (same.at(-1) !== item) same.push(item);
    }
  };
  const pragmasBefore = (offset: number, from: number): void => {
    for (; directive < directives.length && directives[directive]! < offset; directive += 2) {
      const [first, last] = [directives[directive]!, directives[directive + 1]!];
      if (!/^#[ \t]*pragma\b/.test(text.slice(first, Math.min(last, first + 80)))) continue;
      add("pragma", first, last, { from, to: from, body: -1 }, NOTHING);
    }
  };
  for (let from = 0; from < count; ) {
    pragmasBefore(start[from]!, from);
    const { to, body } = findEnd(tokens, from);
    const range = { from, to, body };
    const [kind, said] = classify(tokens, range);
    const past = end[to - 1]!;
    add(kind, start[from]!, past, range, said);
    // a directive inside an item is part of it
    while (directive < directives.length && directives[directive]! < past) directive += 2;
    from = to;
  }
  pragmasBefore(text.length, count);
  return { text, tokens, locations, mainFile: locations.mainFile, items, byName };
}

/** The token behind an item, and the brace of its body if it is a function. */
function findEnd(tokens: Tokens, from: number): { to: number; body: number } {
  const { kind, match, count } = tokens;
  let hasParameters = false;
  let hasValue = false;
  // the token at which a `{` would open the body of a struct
  let tagBody = -1;
  for (let i = from; i < count; i++) {
    const k = kind[i]!;
    if (k === SEMICOLON || k === END_BRACE) return { to: i + 1, body: -1 };
    if (k === Kind.word) {
      const word = tokens.text.slice(tokens.start[i], tokens.end[i]);
      if (keywords.tag.has(word)) tagBody = afterTag(tokens, i);
      else if (keywords.bracketed.has(word) && kind[i + 1] === OPEN) i = match[i + 1]!;
    } else if (k === OPEN || k === SQUARE) {
      if (k === OPEN) hasParameters = true;
      i = match[i]!;
    } else if (k === EQUALS) hasValue = true;
    else if (k === BRACE) {
      const isBody = i !== tagBody && !hasValue;
      const open = i;
      i = match[i]!;
      if (isBody) return { to: i + 1, body: hasParameters ? open : -1 };
    }
  }
  return { to: count, body: -1 };
}

/** The token behind `struct`, its attributes and its name. */
function afterTag({ text, kind, start, end, match, count }: Tokens, at: number): number {
  let i = at + 1;
  for (let named = false; i < count && kind[i] === Kind.word; i++) {
    if (keywords.bracketed.has(text.slice(start[i], end[i])) && kind[i + 1] === OPEN) i = match[i + 1]!;
    else if (named) break;
    else named = true;
  }
  return i;
}

function classify(tokens: Tokens, { from, to, body }: TokenRange): [ItemKind, Description] {
  const { kind } = tokens;
  const word = tokens.text.slice(tokens.start[from], tokens.end[from]);
  if (kind[from] === SEMICOLON) return ["empty", NOTHING];
  if (keywords.asm.has(word)) return ["asm", NOTHING];
  if (word === "_Static_assert" || word === "static_assert") return ["assert", NOTHING];
  if (body !== -1) return ["function", describeItem(tokens, from, body, true)];
  if (kind[to - 1] !== SEMICOLON || kind[from] !== Kind.word) return ["unknown", NOTHING];
  const said = describeItem(tokens, from, to - 1, false);
  if (said.isTypedef) return ["typedef", said];
  const hasDeclarator = said.declared.some((one) => one.kind === "variable" || one.kind === "function");
  return [hasDeclarator ? "declaration" : "tag", said];
}
