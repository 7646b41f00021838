// SPDX-License-Identifier: GPL-2.0-only

/** Where a long word is best broken: behind these. */
const JOINTS = /.*[|(/,>]/;

/** A word that is broken elsewhere has at least so much of itself on its first line. */
const LEAST = 8;

/**
 * Wraps a text as narrow columns need it: names that are too long are broken at a joint (`a|b`, `call(op)`), and begin on a
 * line of their own.
 *
 * @param width of every line
 * @param hang blanks before all lines but the first
 */
export function wrapCell(text: string, width: number, hang: number): string[] {
  const lines: string[] = [];
  let line = "";
  const room = (): number => Math.max(LEAST, width - (lines.length === 0 ? 0 : hang));
  const push = (): void => {
    lines.push(`${lines.length === 0 ? "" : " ".repeat(hang)}${line}`);
    line = "";
  };
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > room()) push();
    let rest = line === "" ? word : `${line} ${word}`;
    while (rest.length > room()) {
      const head = JOINTS.exec(rest.slice(0, room()))?.[0] ?? "";
      const cut = head.length >= LEAST ? head.length : room();
      line = rest.slice(0, cut);
      rest = rest.slice(cut);
      push();
    }
    line = rest;
  }
  if (line !== "") push();
  return lines;
}
