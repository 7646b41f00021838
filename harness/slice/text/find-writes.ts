// SPDX-License-Identifier: GPL-2.0-only
import { Kind, type Tokens } from "./lex.ts";

const [OPEN, CLOSE, SQUARE, END_SQUARE, AND, DOT, EQUALS] = [..."()[]&.="].map((c) => c.charCodeAt(0));

/**
 * The names that the tokens [from, to) write to: `name =`, `name.x +=`, `name[i] =`, `name++`, `--name`, and `&name`,
 * which lets somebody else write. What a name points to is another thing: `name->x =` does not count.
 */
export function findWrites(tokens: Tokens, from: number, to: number): Set<string> {
  const { text, kind, start, end, match } = tokens;
  const writes = new Set<string>();
  for (let i = from; i < to; i++) {
    if (kind[i] !== Kind.word) continue;
    const before = kind[i - 1];
    if (before === DOT || before === Kind.arrow) continue;
    let after = i + 1;
    while (after < to && (kind[after] === DOT || kind[after] === SQUARE)) {
      after = kind[after] === DOT ? after + 2 : match[after]! + 1;
    }
    const k = after < to ? kind[after] : 0;
    const written =
      k === EQUALS ||
      k === Kind.assign ||
      k === Kind.step ||
      before === Kind.step ||
      (before === AND && isUnary(tokens, i - 1));
    if (written) writes.add(text.slice(start[i], end[i]));
  }
  return writes;
}

/** `&` with no value before it takes an address. After `)` it may be either: `(type)&x`, `(a) & x`; it counts. */
function isUnary({ kind, text, start, end }: Tokens, i: number): boolean {
  const before = kind[i - 1]!;
  if (before === CLOSE || before === OPEN) return true;
  if (before === Kind.word) return text.slice(start[i - 1], end[i - 1]) === "return";
  return before !== Kind.number && before !== END_SQUARE && before !== Kind.character && before !== Kind.step;
}
