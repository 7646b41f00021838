// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../series.ts";

/** @returns a line if patches are not in the order of their numbers: who gives files in an order means it, or did not look */
export function orderNotices(patches: readonly Patch[]): string[] {
  const isDown = patches.some(({ number, total, version }, i) => {
    const before = patches[i - 1];
    return before?.total === total && before.version === version && total > 1 && before.number > number;
  });
  if (!isDown) return [];
  const few = patches.slice(0, 6).map(({ number, total }) => `${number}/${total}`);
  return [
    `the patches are applied in the order given, not by their numbers: ${few.join(", ")}${patches.length > 6 ? ", ..." : ""}`,
  ];
}
