// SPDX-License-Identifier: GPL-2.0-only

/** What a token is. One character of punctuation is its own character code. */
export const Kind = {
  word: 1,
  number: 2,
  string: 3,
  character: 4,
  /** `->` */
  arrow: 5,
  /** `++` and `--` */
  step: 6,
  /** `+=` and its like; a plain `=` is its character code */
  assign: 7,
  /** `==`, `&&`, `<<`, `...` and the rest */
  operator: 8,
} as const;

/** The tokens of preprocessed C, as parallel arrays: half a million of them is usual. */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  /** Offsets into the text. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** For an opening bracket the token that closes it, or the last one that it can reach; for others 0. */
  readonly match: Int32Array;
  /** Lines that start with `#`: [start, end) without the newline, in pairs. They are no tokens. */
  readonly directives: readonly number[];
  /** Offsets of all newlines. */
  readonly newlines: readonly number[];
}

const code = (character: string): number => character.charCodeAt(0);
const [NEWLINE, QUOTE, APOSTROPHE, BACKSLASH, HASH, SLASH, STAR, DOT, EQUALS] = [..."\n\"'\\#/*.="].map(code);

/** 1: may start a word; 2: digit; 4: white space. */
const CLASS = new Uint8Array(128);
for (const letter of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$") CLASS[code(letter)] = 1;
for (const digit of "0123456789") CLASS[code(digit)] = 2;
for (const space of " \t\r\v\f") CLASS[code(space)] = 4;
/** A letter beyond ASCII counts as one of a word. */
const classOf = (c: number): number => (c < 128 ? CLASS[c]! : 1);

/**
 * Cuts preprocessed C into tokens, in one pass. Total: any text gives tokens, and an unclosed string ends with its line.
 */
export function lex(text: string): Tokens {
  const length = text.length;
  // no token is shorter than a character; most are longer, so the arrays grow on demand
  let room = Math.max(64, length >> 2);
  let kind = new Uint8Array(room);
  let start = new Int32Array(room);
  let end = new Int32Array(room);
  let count = 0;
  const directives: number[] = [];
  const newlines: number[] = [];
  let atLineStart = true;
  let i = 0;
  while (i < length) {
    const c = text.charCodeAt(i);
    if (c === NEWLINE) {
      newlines.push(i++);
      atLineStart = true;
      continue;
    }
    const kindOfC = classOf(c);
    if (kindOfC === 4) {
      i++;
      continue;
    }
    const from = i;
    let tokenKind: number;
    if (c === HASH && atLineStart) {
      const stop = text.indexOf("\n", i);
      i = stop === -1 ? length : stop;
      directives.push(from, i);
      continue;
    }
    atLineStart = false;
    const next = i + 1 < length ? text.charCodeAt(i + 1) : 0;
    if (kindOfC === 1) {
      do i++;
      while (i < length && (classOf(text.charCodeAt(i)) & 3) !== 0);
      tokenKind = Kind.word;
    } else if (kindOfC === 2 || (c === DOT && classOf(next) === 2)) {
      do i++;
      while (i < length && ((classOf(text.charCodeAt(i)) & 3) !== 0 || text.charCodeAt(i) === DOT));
      tokenKind = Kind.number;
    } else if (c === QUOTE || c === APOSTROPHE) {
      i = afterLiteral(text, i, c);
      tokenKind = c === QUOTE ? Kind.string : Kind.character;
    } else if (c === SLASH && (next === STAR || next === SLASH)) {
      // the preprocessor leaves none, unless asked to
      const stop = next === STAR ? text.indexOf("*/", i + 2) : text.indexOf("\n", i);
      const past = stop === -1 ? length : next === STAR ? stop + 2 : stop;
      // no farther: of comments without a newline, a line may have any number
      for (let at = i; at < past; at++) if (text.charCodeAt(at) === NEWLINE) newlines.push(at);
      i = past;
      continue;
    } else {
      const size = operatorLength(text, i, c, next);
      i += size;
      tokenKind = size === 1 ? Math.min(c, 127) : operatorKind(c, next, text.charCodeAt(i - 1));
    }
    if (count === room) {
      room *= 2;
      kind = grown(kind, new Uint8Array(room));
      start = grown(start, new Int32Array(room));
      end = grown(end, new Int32Array(room));
    }
    kind[count] = tokenKind;
    start[count] = from;
    end[count++] = i;
  }
  return { text, count, kind, start, end, match: matchBrackets(kind, count), directives, newlines };
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function afterLiteral(text: string, at: number, quote: number): number {
  let i = at + 1;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i + 1;
    if (c === NEWLINE) return i;
    if (c === BACKSLASH && i + 1 < text.length && text.charCodeAt(i + 1) !== NEWLINE) i++;
  }
  return i;
}

const [PLUS, MINUS, GREATER, LESS, AND, OR] = [..."+-><&|"].map(code);
const BEFORE_EQUALS = new Set([..."=!<>+-*/%&|^"].map(code));

function operatorLength(text: string, at: number, c: number, next: number): number {
  if (c === DOT && next === DOT) return text.charCodeAt(at + 2) === DOT ? 3 : 1;
  if ((c === LESS || c === GREATER) && next === c) return text.charCodeAt(at + 2) === EQUALS ? 3 : 2;
  if (next === c && (c === PLUS || c === MINUS || c === AND || c === OR)) return 2;
  if (c === MINUS && next === GREATER) return 2;
  return next === EQUALS && BEFORE_EQUALS.has(c) ? 2 : 1;
}

function operatorKind(c: number, next: number, last: number): number {
  if (c === MINUS && next === GREATER) return Kind.arrow;
  if (next === c && (c === PLUS || c === MINUS)) return Kind.step;
  if (last !== EQUALS || c === EQUALS || c === code("!")) return Kind.operator;
  // `<=` compares, `<<=` assigns
  return (c === LESS || c === GREATER) && next === EQUALS ? Kind.operator : Kind.assign;
}

/** A closing brace closes what was left open in its block; any other closing bracket only its like. */
function matchBrackets(kind: Uint8Array, count: number): Int32Array {
  const match = new Int32Array(count);
  const open: number[] = [];
  for (let i = 0; i < count; i++) {
    switch (kind[i]) {
      case 0x28:
      case 0x5b:
      case 0x7b:
        open.push(i);
        match[i] = i;
        break;
      case 0x29:
      case 0x5d: {
        const last = open.at(-1);
        if (last !== undefined && kind[last] === (kind[i] === 0x29 ? 0x28 : 0x5b)) match[open.pop()!] = i;
        break;
      }
      case 0x7d:
        for (let last = open.pop(); last !== undefined; last = open.pop()) {
          if (kind[last] === 0x7b) {
            match[last] = i;
            break;
          }
          match[last] = i - 1;
        }
        break;
    }
  }
  for (const left of open) match[left] = count - 1;
  return match;
}
