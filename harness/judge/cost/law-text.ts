// SPDX-License-Identifier: GPL-2.0-only
import type { CostLaw } from "./cost-law.ts";

/** @returns `1 + 3n + n^2`, `n/2 + n^2/2`, as parseLaw reads it */
export function lawText({ constant, linear, square }: CostLaw): string {
  const terms = [
    [constant, ""],
    [linear, "n"],
    [square, "n^2"],
  ] as const;
  const shown = terms.filter(([factor]) => factor !== 0);
  if (shown.length === 0) return "0";
  return shown
    .map(([factor, power], i) => {
      const sign = factor < 0 ? "- " : i === 0 ? "" : "+ ";
      return `${i === 0 ? sign.trim() : sign}${term(Math.abs(factor), power)}`;
    })
    .join(" ");
}

function term(factor: number, power: string): string {
  if (power === "") return String(factor);
  const isWhole = Number.isInteger(factor);
  const over = isWhole ? factor : 2 * factor;
  return `${over === 1 ? "" : over}${power}${isWhole ? "" : "/2"}`;
}
