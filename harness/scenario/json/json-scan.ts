// SPDX-License-Identifier: GPL-2.0-only

/** What a text looks like to somebody who only counts brackets and quotes. */
export interface JsonScan {
  /** Where brackets stand that nothing closes, outermost first, and the quote of a text that does not end. */
  readonly open: readonly number[];
  /** The most brackets that are open at once. */
  readonly depth: number;
  /** The first place within a text where a character stands that JSON has to escape: a line's end, a tab; -1 if there is none. */
  readonly unescaped: number;
}

/** Looks at brackets and texts of what may or may not be JSON, without recursion. */
export function jsonScan(text: string): JsonScan {
  const open: number[] = [];
  let depth = 0;
  let quote = -1;
  let unescaped = -1;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quote !== -1) {
      if (c === "\\") i++;
      else if (c === '"') quote = -1;
      else if (c < " " && unescaped === -1) unescaped = i;
    } else if (c === '"') quote = i;
    else if (c === "{" || c === "[") depth = Math.max(depth, open.push(i));
    else if (c === "}" || c === "]") open.pop();
  }
  if (quote !== -1) open.push(quote);
  return { open, depth, unescaped };
}
