// SPDX-License-Identifier: GPL-2.0-only
import { keywords } from "./keywords.ts";
import { Kind, type Tokens } from "./lex.ts";

/** An asm statement, as indexes of tokens. */
export interface AsmStatement {
  /** `asm` itself, the bracket behind it and its qualifiers, and the bracket that closes. */
  readonly at: number;
  readonly open: number;
  readonly close: number;
  /** The template holds no instruction: a barrier, for the compiler alone. */
  readonly isEmpty: boolean;
}

const [OPEN] = [..."("].map((c) => c.charCodeAt(0));
const QUALIFIERS = new Set(["volatile", "__volatile", "__volatile__", "goto", ...keywords.inline]);

/** The asm statements among the tokens [from, to). */
export function findAsm(tokens: Tokens, from: number, to: number): AsmStatement[] {
  const { text, kind, start, end, match } = tokens;
  const found: AsmStatement[] = [];
  for (let i = from; i < to; i++) {
    if (kind[i] !== Kind.word) continue;
    const length = end[i]! - start[i]!;
    if (
      (length !== 3 && length !== 5 && length !== 7) ||
      !text.startsWith("asm", start[i]! + (length - 3) / 2)
    ) {
      if (length !== 5 || !text.startsWith("__asm", start[i])) continue;
    }
    if (!keywords.asm.has(text.slice(start[i], end[i]))) continue;
    let open = i + 1;
    while (open < to && kind[open] === Kind.word && QUALIFIERS.has(text.slice(start[open], end[open])))
      open++;
    if (open >= to || kind[open] !== OPEN) continue;
    const close = Math.min(match[open]!, to - 1);
    let isEmpty = true;
    for (let j = open + 1; j < close && kind[j] === Kind.string; j++) {
      if (text.slice(start[j], end[j]).replaceAll(/\s|\\[nt]/g, "") !== '""') isEmpty = false;
    }
    if (kind[open + 1] !== Kind.string) isEmpty = false;
    found.push({ at: i, open, close, isEmpty });
    i = close;
  }
  return found;
}
