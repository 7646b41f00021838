// SPDX-License-Identifier: GPL-2.0-only

import { type AsmStatement, findAsm } from "../text/find-asm.ts";
import type { Item } from "../text/item.ts";
import { keywords } from "../text/keywords.ts";
import { Kind, type Tokens } from "../text/lex.ts";
import type { Edit } from "./edit.ts";

const [OPEN, CLOSE, SQUARE, BRACE, COMMA, COLON] = [..."()[{,:"].map((c) => c.charCodeAt(0));

/** Attributes that name sections or symbols of another object format, or that x86's compiler alone takes. */
const FOREIGN = new Set([
  "section",
  "alias",
  "ifunc",
  "weakref",
  "error",
  "warning",
  "no_instrument_function",
  "patchable_function_entry",
  "target",
  "regparm",
  "naked",
  "nocf_check",
  "no_split_stack",
  "indirect_branch",
  "function_return",
  "fentry_call",
  "optimize",
  "address_space",
]);
/** What would keep a prototype from being that of an external function. */
const INLINING = new Set(["always_inline", "gnu_inline", "artificial", "unused", "flatten", "noinline"]);

/**
 * What has to change in an item that is kept, so that clang takes it for WebAssembly. Nothing gets longer or shorter.
 *
 * @param isExternal a function of which the prototype alone is kept, or a declaration of one
 * @returns edits in the order of the text; those of a cut body are not among them
 */
export function editItem(tokens: Tokens, item: Item, isExternal: boolean): Edit[] {
  const edits: Edit[] = [];
  const { from, body } = item.range;
  const to = isExternal && body !== -1 ? body : item.range.to;
  const { text, kind, start, end, match } = tokens;
  const put = (token: number, by: string): void => {
    edits.push({ start: start[token]!, end: end[token]!, text: by.padEnd(end[token]! - start[token]!) });
  };
  const blank = (first: number, last: number): void => {
    for (let i = first; i <= last; i++) put(i, "");
  };
  const statements = body === -1 || isExternal ? [] : findAsm(tokens, body, to);
  let next = 0;
  let depth = 0;
  for (let i = from; i < to; i++) {
    const k = kind[i];
    if (k === OPEN || k === SQUARE || k === BRACE) depth++;
    else if (k !== Kind.word) {
      if (k === CLOSE || k === 0x5d || k === 0x7d) depth--;
      continue;
    }
    if (k !== Kind.word) continue;
    const statement = statements[next];
    if (statement !== undefined && statement.at === i) {
      next++;
      if (statement.isEmpty) blankBarrier(tokens, statement, blank, put);
      i = statement.close;
      continue;
    }
    const word = text.slice(start[i], end[i]);
    if (keywords.attribute.has(word) && kind[i + 1] === OPEN) {
      const close = Math.min(match[i + 1]!, to - 1);
      editAttributes(tokens, i + 2, close, isExternal, blank);
      i = close;
    } else if (keywords.asm.has(word) && kind[i + 1] === OPEN && depth === 0) {
      const close = Math.min(match[i + 1]!, to - 1);
      blank(i, close);
      i = close;
    } else if (depth === 0 && item.isRegister && word === "register") put(i, "extern");
    else if (depth === 0 && isExternal && (word === "static" || keywords.inline.has(word))) put(i, "");
  }
  return edits;
}

/** Blanks what is not wanted inside `__attribute__((…))`; an empty place between commas is C. */
function editAttributes(
  { text, kind, start, end, match }: Tokens,
  from: number,
  to: number,
  isExternal: boolean,
  blank: (first: number, last: number) => void,
): void {
  for (let i = from; i < to; i++) {
    if (kind[i] !== Kind.word) continue;
    const name = text.slice(start[i], end[i]).replace(/^__(.*)__$/, "$1");
    const last = kind[i + 1] === OPEN ? Math.min(match[i + 1]!, to - 1) : i;
    if (FOREIGN.has(name) || (isExternal && INLINING.has(name))) blank(i, last);
    i = last;
  }
}

/**
 * Blanks `asm("" : … )`. Where it says that an output is an input, `"=r"(a) : "0"(b)`, an assignment is left:
 * that is what it does.
 */
function blankBarrier(
  tokens: Tokens,
  { at, open, close }: AsmStatement,
  blank: (first: number, last: number) => void,
  put: (token: number, by: string) => void,
): void {
  const { text, kind, start, end, match } = tokens;
  const outputs: [number, number][] = [];
  const inputs: { number: number; open: number; close: number }[] = [];
  let section = 0;
  let lastColon = -1;
  for (let i = open + 1; i < close; i++) {
    if (kind[i] === COLON) {
      section++;
      lastColon = section === 2 ? i : lastColon;
    } else if (kind[i] === Kind.string && kind[i + 1] === OPEN) {
      const constraint = /^"(\d)"$/.exec(text.slice(start[i], end[i]));
      if (section === 1) outputs.push([i + 1, match[i + 1]!]);
      else if (section === 2 && constraint !== null) {
        inputs.push({ number: Number(constraint[1]), open: i + 1, close: match[i + 1]! });
      }
      i = match[i + 1]!;
    } else if (kind[i] === OPEN || kind[i] === SQUARE) i = match[i]!;
    else if (kind[i] === COMMA) continue;
  }
  const [input] = inputs;
  const output = input === undefined ? undefined : outputs[input.number];
  if (input === undefined || output === undefined || input.close >= close) {
    blank(at, close);
    return;
  }
  blank(at, output[0] - 1);
  for (let i = output[1] + 1; i < input.open; i++) put(i, i === lastColon ? "=" : "");
  blank(input.close + 1, close);
}
