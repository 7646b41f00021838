// SPDX-License-Identifier: GPL-2.0-only

import { quoted } from "../quoted.ts";
import { type JsonScan, jsonScan } from "./json-scan.ts";

/** Why a text is no JSON. */
export interface JsonFault {
  /** Where, from 0. */
  readonly offset: number;
  readonly text: string;
}

/**
 * Says why a text is no JSON, as somebody who wrote it by hand would want to hear.
 *
 * @param at where a parser stopped, from 0
 */
export function jsonFault(text: string, at: number, { open, unescaped }: JsonScan): JsonFault {
  if (unescaped !== -1 && unescaped <= lineEnd(text, at))
    return {
      offset: unescaped,
      text: 'a text ends on its line and holds no tab: a `"` is missing, or write \\n or \\t',
    };
  const trimmed = text.trimEnd();
  const last = open.at(-1);
  if (trimmed === "") return { offset: 0, text: "the file is empty" };
  // a parser may take the bracket that nothing closes for the fault
  if (
    last !== undefined &&
    ((at >= trimmed.length - 1 && !/[}\]]$/.test(trimmed)) || open.includes(at) || text[last] === '"')
  )
    return { offset: last, text: `nothing closes this ${quoted(text[last]!)}` };
  const word = /^[\p{L}\p{N}_.+-]+/u.exec(text.slice(at, at + 50))?.[0] ?? text[at] ?? "";
  const head = text.slice(0, at);
  const around = jsonScan(head).open.at(-1);
  return {
    offset: at,
    text: reason(word, head.trimEnd().at(-1) ?? "", text[around ?? -1] ?? "", text.slice(at, at + 2)),
  };
}

/**
 * @param word what does not belong there
 * @param before the last character before it, "" if there is none
 * @param around the innermost bracket that is open there, "" if none is
 * @param start two characters from there on
 */
function reason(word: string, before: string, around: string, start: string): string {
  if (around === '"') return "JSON has no such escape in a text";
  if ((word === "}" || word === "]") && before === ",")
    return `there is a comma too many before this ${quoted(word)}`;
  if (around === '"') return "JSON has no such escape in a text";
  if ((word === "}" && around === "[") || (word === "]" && around === "{"))
    return `a ${quoted(around === "[" ? "]" : "}")} is missing before this ${quoted(word)}`;
  if (start === "//" || start === "/*" || word === "#") return "JSON has no comments";
  if (word === "'") return "keys and texts stand in double quotes";
  if (around === "" && before !== "") return `${quoted(word)} comes after the end`;
  if (/[}\]"\p{L}\p{N}]/u.test(before) && /^["{[\p{L}\p{N}-]/u.test(word))
    return `${quoted(word)} does not belong here: a comma or a colon is missing before it`;
  if (/^\p{L}/u.test(word))
    return `${quoted(word)} is not in double quotes, as all are but true, false, null and numbers`;
  return `${quoted(word)} does not belong here`;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
