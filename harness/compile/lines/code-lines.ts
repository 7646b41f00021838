// SPDX-License-Identifier: GPL-2.0-only

/** What may hold the marks of a comment, or is one. */
const TOKENS = /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\n|.)*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;

/** @returns the lines of a C file, from 1, that hold code: more than white space, comments and directives */
export function codeLines(text: string): ReadonlySet<number> {
  const bare = text.replaceAll(TOKENS, (found) =>
    found.startsWith("/") ? found.replaceAll(/[^\n]/g, " ") : found,
  );
  const found = new Set<number>();
  let isDirective = false;
  for (const [i, line] of bare.split("\n").entries()) {
    isDirective ||= /^[ \t]*#/.test(line);
    if (!isDirective && line.trim() !== "") found.add(i + 1);
    isDirective &&= line.endsWith("\\");
  }
  return found;
}
