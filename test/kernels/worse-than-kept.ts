// SPDX-License-Identifier: GPL-2.0-only
import type { TriedKernel } from "./kept-kernels.ts";

/** @returns in words, of each subject that runs less than it did: fewer scenarios, or a smaller part of them */
export function worseThanKept(now: TriedKernel, kept: TriedKernel): string[] {
  return Object.entries(kept.subjects).flatMap(([name, was]) =>
    (["x86_64", "x86_32"] as const).flatMap((width) => {
      const [before, after] = [was[width], now.subjects[name]?.[width] ?? null];
      if (before === null) return [];
      const text = `${name} on ${width}: ${before[0]} of ${before[1]} ran`;
      if (after === null) return [`${text}, and now nothing runs`];
      const isWorse = after[0] < before[0] || after[0] * before[1] < before[0] * after[1];
      return isWorse ? [`${text}, and now ${after[0]} of ${after[1]}`] : [];
    }),
  );
}
