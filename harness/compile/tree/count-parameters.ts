// SPDX-License-Identifier: GPL-2.0-only

/**
 * How many parameters a function takes, by the first place of preprocessed C that names it with a list in parentheses:
 * its prototype, or a call, which has as many.
 *
 * @returns null if there is no such place
 */
export function countParameters(text: string, name: string): number | null {
  const place = new RegExp(`\\b${name}\\s*\\(`).exec(text);
  if (place === null) return null;
  let depth = 1;
  let commas = 0;
  const from = place.index + place[0].length;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    const one = text[at];
    if (one === "(") depth++;
    else if (one === ")") depth--;
    else if (one === "," && depth === 1) commas++;
  }
  const list = text.slice(from, at - 1).trim();
  return list === "" || list === "void" ? 0 : commas + 1;
}
