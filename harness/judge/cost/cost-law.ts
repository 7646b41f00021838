// SPDX-License-Identifier: GPL-2.0-only
import { COST_PAGES } from "../../scenario/cost-scenarios.ts";

/** A cost as a law in the number of pages: `constant + linear * n + square * n * n`. */
export interface CostLaw {
  readonly constant: number;
  readonly linear: number;
  readonly square: number;
}

/** @returns what a law says of n pages */
export const costAt = ({ constant, linear, square }: CostLaw, n: number): number =>
  constant + linear * n + square * n * n;

/**
 * The law of the lowest degree that gives exactly these values. Coefficients are whole, but for halves where pairs are
 * counted: n(n + 1)/2 is a law as well.
 *
 * @param values for COST_PAGES, in their order
 * @returns null if there is none
 */
export function costLaw(values: readonly number[]): CostLaw | null {
  const [one, two, four] = values;
  if (one === undefined || two === undefined || four === undefined) return null;
  // through n = 1, 2 and 4: the second divided difference is the coefficient of the square
  const slope = two - one;
  const square = ((four - two) / 2 - slope) / 3;
  const linear = slope - 3 * square;
  const law = { constant: one - linear - square, linear, square };
  const isExact = values.every((value, i) => costAt(law, COST_PAGES[i]!) === value);
  // with a third of the square the constant is no whole number: (n^2 - 1)/3 counts nothing that a kernel does
  return isExact && Number.isInteger(law.constant) ? law : null;
}
