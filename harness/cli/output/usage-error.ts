// SPDX-License-Identifier: GPL-2.0-only

const HELP = "hunkbox --help shows examples";

/**
 * What the parser of the command line says is wrong, as every other error is told: what it is, and a hint.
 *
 * @param text as commander words it: `error: unknown option '--fast'`, perhaps with `(Did you mean --x?)` on a second line
 */
export function usageError(text: string): string {
  const [what = "", ...more] = text.trim().split("\n");
  const meant = more.map((line) => line.replace(/^\(Did you mean (.*)\)$/, "did you mean $1"));
  return `hunkbox: ${what.replace(/^error: /, "")}\n  hint: ${[...meant, HELP].join(" ")}\n`;
}
