// SPDX-License-Identifier: GPL-2.0-only
import type { CostChange, GatePatch } from "../../gate/gate-report.ts";
import { costText } from "../cost-text.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/**
 * What callers pay otherwise than before, as far as there is room: what grows faster now stands first. How much of its own code
 * a kernel runs changes with nearly every patch, and is told only where it grows faster.
 *
 * @param most lines, but for the first cost, which is told in any case
 */
export function costLines({ costs }: Pick<GatePatch, "costs">, screen: Screen, most: number): string[] {
  const told = costs.filter(isTold).toSorted((a, b) => Number(b.isSteeper) - Number(a.isSteeper));
  for (let count = Math.min(told.length, most); count > 0; count--) {
    const lines = shown(told, count, screen);
    if (count === 1 || lines.join("\n").split("\n").length <= most) return lines;
  }
  return [];
}

function shown(told: readonly CostChange[], count: number, screen: Screen): string[] {
  const more = told.length - count;
  return told.slice(0, count).map((one, i) => {
    const rest = more > 0 && i === count - 1 ? `, and ${more} more` : "";
    return paragraph(screen, printable(`cost: ${costText(one)}${rest}`), 0, 2);
  });
}

const isTold = ({ count, isSteeper }: CostChange): boolean =>
  count !== null && (count !== "work" || isSteeper);
