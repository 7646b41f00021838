// SPDX-License-Identifier: GPL-2.0-only

/** More of a word than anybody needs to find it. */
const LONGEST = 40;

/** What JSON leaves as it is, and terminals obey or nobody sees. */
const MARKS = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** A word of a file for an error: cut, on one line, and nothing in it that a terminal obeys. */
export const quoted = (word: string): string =>
  `\`${clean(JSON.stringify(cut(word)).slice(1, -1).replaceAll('\\"', '"'))}\``;

/** A value of a file likewise, as JSON. */
export function quotedValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return clean(JSON.stringify(typeof value === "string" ? cut(value) : value) ?? "nothing");
}

// whole characters: half a pair would be escaped
const cut = (text: string): string =>
  text.length <= LONGEST
    ? text
    : `${Array.from(text.slice(0, LONGEST + 1))
        .slice(0, -1)
        .join("")}…`;

const clean = (text: string): string => text.replace(MARKS, "?");
