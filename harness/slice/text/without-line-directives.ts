// SPDX-License-Identifier: GPL-2.0-only

/** What can only be such a directive, or comes near: most texts have nothing of the kind. */
const MAYBE = /(?:#|%:)[ \t\f\v\\\r\n]*(?:[l\d]|\/\*)/;

/** Digits begin one that does without the word. */
const NUMBER = /\d/;
const OF_WORD = /[\w$]/;

/**
 * Takes `#line` out of C, so that what is said of a line is said of the one that stands there: a patch could name any other
 * file, one of the harness's own too. All other text stays at its place.
 */
export function withoutLineDirectives(text: string): string {
  if (!MAYBE.test(text)) return text;
  const parts: string[] = [];
  let kept = 0;
  let isStart = true;
  for (let at = 0; at < text.length; ) {
    if (isStart) {
      const hash = behindBlanks(text, at);
      const end = endOfDirective(text, hash);
      if (end > hash) {
        parts.push(text.slice(kept, hash), text.slice(hash, end).replaceAll(/[^\n]/g, " "));
        kept = end;
      }
      at = Math.max(end, hash);
    } else at = behindToken(text, at);
    isStart = text[at] === "\n";
    if (isStart) at++;
  }
  return parts.join("") + text.slice(kept);
}

/** @returns where a `#line` that begins at a place ends; that place if there is none */
function endOfDirective(text: string, at: number): number {
  const sign = text[at] === "#" ? 1 : text.startsWith("%:", at) ? 2 : 0;
  if (sign === 0) return at;
  const [first, behind] = wordAt(text, behindBlanks(text, at + sign));
  if (first !== "line" && !NUMBER.test(first[0] ?? "")) return at;
  let end = behind;
  while (end < text.length && text[end] !== "\n") end = behindToken(text, end);
  return end;
}

/** @returns a word, whose letters escaped newlines may stand between, and what is behind it */
function wordAt(text: string, from: number): readonly [string, number] {
  let [word, at] = ["", from];
  // longer ones are of no interest
  for (; at < text.length && word.length < 8; at++) {
    at = behindEscapes(text, at);
    if (!OF_WORD.test(text[at] ?? "")) break;
    word += text[at];
  }
  return [word, at];
}

/** @returns what is behind blanks and comments, the end of a line not among them unless it is escaped */
function behindBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const before = at;
    at = behindEscapes(text, at);
    if (text.startsWith("/*", at)) at = behindComment(text, at);
    else if (at < text.length && " \t\f\v\r".includes(text[at]!)) at++;
    if (at === before) return at;
  }
}

/** @returns what is behind escaped newlines */
function behindEscapes(text: string, from: number): number {
  let at = from;
  while (text[at] === "\\" && (text[at + 1] === "\n" || text.startsWith("\r\n", at + 1)))
    at += text[at + 1] === "\n" ? 2 : 3;
  return at;
}

function behindComment(text: string, at: number): number {
  const end = text.indexOf("*/", at + 2);
  return end === -1 ? text.length : end + 2;
}

/** @returns what is behind a string, a comment or a character of anything else */
function behindToken(text: string, at: number): number {
  const first = text[at];
  if (first === "\\") return at + (text.startsWith("\r\n", at + 1) ? 3 : 2);
  if (text.startsWith("/*", at)) return behindComment(text, at);
  const isRemark = text.startsWith("//", at);
  if (!isRemark && first !== '"' && first !== "'") return at + 1;
  let end = at + 1;
  while (end < text.length && text[end] !== "\n") {
    if (!isRemark && text[end] === first) return end + 1;
    end += text[end] === "\\" ? (text.startsWith("\r\n", end + 1) ? 3 : 2) : 1;
  }
  return Math.min(end, text.length);
}
