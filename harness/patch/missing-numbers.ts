// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "./series.ts";

/** @returns the numbers that `n/total` of a series promises and that are not there; none of patches of several series */
export function missingNumbers(patches: readonly Patch[]): number[] {
  const total = patches[0]?.total ?? 1;
  if (patches.some((patch) => patch.total !== total)) return [];
  const present = new Set(patches.map((patch) => patch.number));
  return Array.from({ length: total }, (_, i) => i + 1).filter((number) => !present.has(number));
}
