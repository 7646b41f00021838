// SPDX-License-Identifier: GPL-2.0-only

/** @returns the lines of a C file, from 1, that hold code: more than white space, comments and directives */
export function codeLines(text: string): ReadonlySet<number> {
  const bare = withoutComments(text);
  const found = new Set<number>();
  let isDirective = false;
  for (const [i, line] of bare.split("\n").entries()) {
    isDirective ||= /^[ \t]*#/.test(line);
    if (!isDirective && line.trim() !== "") found.add(i + 1);
    isDirective &&= line.endsWith("\\");
  }
  return found;
}

/** What may begin a comment, or hold the marks of one. */
const BEGINS = /["']|\/[*/]/g;

/**
 * The text with its newlines alone where there are comments. It is looked through piece by piece: one expression for a
 * whole comment or literal takes an engine's stack for each of its characters.
 */
function withoutComments(text: string): string {
  const parts: string[] = [];
  /** Up to where a quote of this kind is known to open nothing. */
  const plainUntil = new Map<string, number>();
  let done = 0;
  let at = 0;
  while (at < text.length) {
    BEGINS.lastIndex = at;
    const mark = BEGINS.exec(text);
    if (mark === null) break;
    const { 0: sign, index: from } = mark;
    if (sign === '"' || sign === "'") {
      const { end, closed } =
        from < (plainUntil.get(sign) ?? 0) ? { end: 0, closed: false } : literal(text, from);
      if (!closed) plainUntil.set(sign, Math.max(end, plainUntil.get(sign) ?? 0));
      at = closed ? end : from + 1;
      continue;
    }
    at = commentEnd(text, from);
    parts.push(text.slice(done, from), "\n".repeat(newlinesIn(text, from, at)));
    done = at;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** Where a string or character ends, or the line in which it does not: all quotes of its kind up to there are escaped. */
function literal(text: string, from: number): { readonly end: number; readonly closed: boolean } {
  const quote = text[from];
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return { end: i + 1, closed: true };
    else if (text[i] === "\n") return { end: i, closed: false };
  }
  return { end: text.length, closed: false };
}

function commentEnd(text: string, from: number): number {
  const isLine = text[from + 1] === "/";
  let end = text.indexOf(isLine ? "\n" : "*/", from + 2);
  // a backslash at the end of a line carries the comment on
  while (isLine && end !== -1 && text[end - 1] === "\\") end = text.indexOf("\n", end + 1);
  return end === -1 ? text.length : isLine ? end : end + 2;
}

function newlinesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text[at] === "\n") count++;
  return count;
}
