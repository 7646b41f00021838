// SPDX-License-Identifier: GPL-2.0-only
import { keywords } from "./keywords.ts";
import { Kind, type Tokens } from "./lex.ts";

/** A name that a top-level item brings into scope. A tag's name has its keyword: `struct foo`. */
export interface Declared {
  readonly name: string;
  readonly kind: "function" | "variable" | "typedef" | "tag" | "enumerator";
  /** False for a prototype, an `extern` without a value, and a tag without a body. */
  readonly defines: boolean;
}

/** What a declaration says. */
export interface Description {
  readonly declared: readonly Declared[];
  readonly isTypedef: boolean;
  readonly isStatic: boolean;
  readonly isInline: boolean;
  readonly isExtern: boolean;
  readonly isRegister: boolean;
}

const [OPEN, CLOSE, SQUARE, BRACE, COMMA, EQUALS, STAR, CARET] = [..."()[{,=*^"].map((c) => c.charCodeAt(0));

/**
 * Reads a declaration, or the head of a function.
 *
 * @param from its first token
 * @param to the token behind the last: the `;`, or the `{` of a body
 * @param isFunction a body follows
 */
export function describeItem(tokens: Tokens, from: number, to: number, isFunction: boolean): Description {
  const { kind, match } = tokens;
  const word = (i: number): string => tokens.text.slice(tokens.start[i], tokens.end[i]);
  const declared: Declared[] = [];
  const said = { typedef: false, static: false, inline: false, extern: false, register: false };
  let name: string | null = null;
  let takesParameters = false;
  let hasValue = false;
  const finish = (): void => {
    if (name !== null) {
      const what = said.typedef ? "typedef" : takesParameters ? "function" : "variable";
      const defines = what === "function" ? isFunction : what === "typedef" || hasValue || !said.extern;
      declared.push({ name, kind: what, defines });
    }
    name = null;
    takesParameters = hasValue = false;
  };

  let i = from;
  while (i < to) {
    const k = kind[i]!;
    if (k === Kind.word) {
      const text = word(i);
      if (keywords.tag.has(text)) {
        i = readTag(tokens, i, to, declared);
        continue;
      }
      if (keywords.bracketed.has(text) && kind[i + 1] === OPEN) {
        i = match[i + 1]! + 1;
        continue;
      }
      if (keywords.inline.has(text)) said.inline = true;
      else if (Object.hasOwn(said, text)) said[text as keyof typeof said] = true;
      if (!keywords.all.has(text)) {
        name = text;
        takesParameters = i + 1 < to && kind[i + 1] === OPEN && !isDeclarator(tokens, i + 1);
        if (takesParameters) i = match[i + 1]!;
      }
      i++;
    } else if (k === OPEN) {
      const inner = isDeclarator(tokens, i) ? nameInside(tokens, i, to) : null;
      if (inner !== null) ({ name, takesParameters } = inner);
      i = match[i]! + 1;
      if (inner !== null && kind[i] === OPEN) i = match[i]! + 1;
    } else if (k === SQUARE || k === BRACE) {
      i = match[i]! + 1;
    } else if (k === EQUALS) {
      hasValue = true;
      for (i++; i < to && kind[i] !== COMMA; i++) {
        if (kind[i] === OPEN || kind[i] === SQUARE || kind[i] === BRACE) i = match[i]!;
      }
    } else {
      if (k === COMMA) finish();
      i++;
    }
  }
  finish();
  return {
    declared,
    isTypedef: said.typedef,
    isStatic: said.static,
    isInline: said.inline,
    isExtern: said.extern,
    isRegister: said.register,
  };
}

/** Whether the bracket holds a declarator, `(*name)` or `(name)(`, and no parameters. */
function isDeclarator({ kind, match }: Tokens, open: number): boolean {
  if (kind[open + 1] === STAR || kind[open + 1] === CARET) return true;
  const close = match[open]!;
  return (
    close === open + 2 && kind[open + 1] === Kind.word && kind[close] === CLOSE && kind[close + 1] === OPEN
  );
}

function nameInside(
  tokens: Tokens,
  open: number,
  to: number,
): { name: string; takesParameters: boolean } | null {
  const { kind, match } = tokens;
  let stars = 0;
  for (let i = open + 1; i < Math.min(match[open]!, to); i++) {
    if (kind[i] === STAR || kind[i] === CARET) stars++;
    if (kind[i] !== Kind.word) continue;
    const text = tokens.text.slice(tokens.start[i], tokens.end[i]);
    if (keywords.bracketed.has(text) && kind[i + 1] === OPEN) i = match[i + 1]!;
    else if (!keywords.all.has(text)) {
      const called = kind[i + 1] === OPEN || (stars === 0 && kind[match[open]! + 1] === OPEN);
      return { name: text, takesParameters: called };
    }
  }
  return null;
}

/** Reads `struct name { … }` with what its body declares, and gives the token behind it. */
function readTag(tokens: Tokens, at: number, to: number, declared: Declared[]): number {
  const { kind, match } = tokens;
  const word = (i: number): string => tokens.text.slice(tokens.start[i], tokens.end[i]);
  const keyword = word(at);
  let i = at + 1;
  let tag: string | null = null;
  while (i < to && kind[i] === Kind.word) {
    const text = word(i);
    if (keywords.bracketed.has(text) && kind[i + 1] === OPEN) i = match[i + 1]! + 1;
    else if (tag === null && !keywords.all.has(text)) {
      tag = text;
      i++;
    } else break;
  }
  const hasBody = i < to && kind[i] === BRACE;
  // a mere mention, `struct foo *p`, declares nothing that anyone could miss
  const forward = i === to;
  if (tag !== null && (hasBody || forward)) {
    declared.push({ name: `${keyword} ${tag}`, kind: "tag", defines: hasBody });
  }
  if (!hasBody) return i;
  const end = Math.min(match[i]!, to);
  if (keyword === "enum") readEnumerators(tokens, i, end, declared);
  else readNestedTags(tokens, i, end, declared);
  return end + 1;
}

function readEnumerators(tokens: Tokens, open: number, end: number, declared: Declared[]): void {
  const { kind, match } = tokens;
  for (let i = open + 1; i < end; i++) {
    if ((kind[i - 1] === BRACE || kind[i - 1] === COMMA) && kind[i] === Kind.word) {
      const name = tokens.text.slice(tokens.start[i], tokens.end[i]);
      declared.push({ name, kind: "enumerator", defines: true });
    } else if (kind[i] === OPEN || kind[i] === BRACE) i = match[i]!;
  }
}

/** Tags inside a body are in scope outside it. Their depth does not matter, so none recurses. */
function readNestedTags(tokens: Tokens, open: number, end: number, declared: Declared[]): void {
  const { kind } = tokens;
  for (let i = open + 1; i < end; i++) {
    if (kind[i] !== BRACE) continue;
    const tag = tagBefore(tokens, i, open);
    if (tag === null) continue;
    if (tag.name !== null) {
      declared.push({ name: `${tag.keyword} ${tag.name}`, kind: "tag", defines: true });
    }
    if (tag.keyword === "enum") readEnumerators(tokens, i, Math.min(tokens.match[i]!, end), declared);
  }
}

/** The tag whose body a `{` opens: `struct name`, `struct`, attributes in between. Looks a few tokens back. */
function tagBefore(
  tokens: Tokens,
  brace: number,
  limit: number,
): { keyword: string; name: string | null } | null {
  const { kind, match } = tokens;
  let name: string | null = null;
  for (let i = brace - 1; i > limit && i > brace - 40; i--) {
    if (kind[i] === CLOSE) {
      // an attribute: back to its opening bracket
      let open = i - 1;
      while (open > limit && open > i - 40 && match[open] !== i) open--;
      i = open;
    } else if (kind[i] !== Kind.word) return null;
    else {
      const text = tokens.text.slice(tokens.start[i], tokens.end[i]);
      if (keywords.tag.has(text)) return { keyword: text, name };
      if (keywords.attribute.has(text)) continue;
      if (name !== null) return null;
      name = text;
    }
  }
  return null;
}
