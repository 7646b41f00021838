// SPDX-License-Identifier: GPL-2.0-only
import type { CostLaw } from "./cost-law.ts";

/** A term: `12`, `3n`, `n^2`, `n^2/2`, with its sign before it. */
const TERM = /^([+-])(\d{1,9})?(n(?:\^2)?)?(\/2)?/;

const LONGEST = 80;

/**
 * Reads a law as lawText writes it, terms in any order.
 *
 * @returns null if the text is none
 */
export function parseLaw(text: string): CostLaw | null {
  if (text.length > LONGEST) return null;
  // a blank may stand around a sign alone: "1 0" is no number
  const close = text.trim().replaceAll(/\s*([+-])\s*/g, "$1");
  let rest = /^[+-]/.test(close) ? close : `+${close}`;
  const law = { constant: 0, linear: 0, square: 0 };
  while (rest !== "") {
    const [whole, sign, digits, power, half] = TERM.exec(rest) ?? [];
    if (whole === undefined || (digits === undefined && power === undefined)) return null;
    if (half !== undefined && power === undefined) return null;
    const factor = (sign === "-" ? -1 : 1) * Number(digits ?? 1) * (half === undefined ? 1 : 0.5);
    law[power === undefined ? "constant" : power === "n" ? "linear" : "square"] += factor;
    rest = rest.slice(whole.length);
  }
  return law;
}
