// SPDX-License-Identifier: GPL-2.0-only
import { printable } from "../../screen.ts";

/** Characters of one text, as written: nobody reads more of it in a table. */
const LONGEST = 500;
/** And of one that stands in lines of its own. */
const LONGEST_PRE = 4000;

const entity = (text: string): string => text.replace(/./gs, (one) => `&#${one.charCodeAt(0)};`);

/** What Markdown, HTML or GitHub see something in. */
const SPECIAL = /[\\`*_[\]<>#!|&~$@]|:(?=\/\/)|w(?=ww\.)/;

/**
 * Text of others as code, in one line. Nothing in it acts as Markdown, as HTML or as a link, and GitHub looks for no names, issues
 * and commits in code.
 *
 * @param most characters as written, where each that is special has several
 */
export function code(text: string, most = LONGEST): string {
  const plain = printable(text.slice(0, 16 * most))
    .replace(/\s+/g, " ")
    .trim();
  return `<code>${written(plain, SPECIAL, most)}</code>`;
}

/** Text of others as it stands, in lines. Up to the end of the element, Markdown looks for nothing. */
export function pre(text: string): string {
  const lines = text.slice(0, LONGEST_PRE).split("\n").map(printable);
  return `<pre>\n${written(lines.join("\n"), /[&<>]/, LONGEST_PRE)}\n</pre>`;
}

/** Each special character by its number, up to a length; a mark says that there was more. */
function written(text: string, special: RegExp, most: number): string {
  const parts = text.split(new RegExp(`(${special.source})`));
  let out = "";
  for (const [i, part] of parts.entries()) {
    // an address becomes a link even where its sign is written by number
    const next = i % 2 === 0 ? part : part === "@" ? "<b></b>&#64;" : entity(part);
    if (out.length + next.length > most)
      return `${out}${i % 2 === 0 ? next.slice(0, most - out.length) : ""} …`.toWellFormed();
    out += next;
  }
  return out;
}
