// SPDX-License-Identifier: GPL-2.0-only
import type { Layout, PfnRange } from "../../machine/layout.ts";
import { type Pfn, pfn } from "../../machine/units.ts";

/** The guest's pages: lowmem and highmem, each with ordinary pages first and ballooned ones after them. */
export interface Pages {
  readonly low: readonly Pfn[];
  readonly high: readonly Pfn[];
  readonly balloonedLow: readonly Pfn[];
  readonly balloonedHigh: readonly Pfn[];
}

/** @returns the pages that a machine's layout has */
export function pagesOf(layout: Layout): Pages {
  const run = ({ start, pages }: PfnRange): Pfn[] => Array.from({ length: pages }, (_, i) => pfn(start + i));
  const balloonedLow = run(layout.ballooned);
  const balloonedHigh = run(layout.balloonedHighmem);
  return {
    low: [...run(layout.lowmem), ...balloonedLow],
    high: [...run(layout.highmem), ...balloonedHigh],
    balloonedLow,
    balloonedHigh,
  };
}

/** True for a page that the direct map does not reach. */
export const isHighmem = (layout: Layout, page: Pfn): boolean => page >= layout.highmem.start;
