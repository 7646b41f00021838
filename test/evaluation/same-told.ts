// SPDX-License-Identifier: GPL-2.0-only

/**
 * Holds what two checks of the same change tell against each other.
 *
 * @param how the second was made
 * @throws Error with the first line that is another, if they are not the same bytes
 */
export function sameTold(known: string, again: string, how: string): void {
  if (known === again) return;
  const [was, is] = [known.split("\n"), again.split("\n")];
  const at = is.findIndex((line, i) => line !== was[i]);
  const line = at < 0 ? is.length : at;
  const [other, expected] = [is[line], was[line]].map((one) => (one === undefined ? "its end" : one.trim()));
  throw new Error(`${how}: line ${line + 1} is told otherwise: "${other}", not "${expected}"`);
}
