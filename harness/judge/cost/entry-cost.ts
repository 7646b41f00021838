// SPDX-License-Identifier: GPL-2.0-only
import type { CostCount } from "./cost-count.ts";

/** What a call costs for 1, 2, 4, 8, 16 and 32 pages (COST_PAGES); null if it fails for one of them. */
export type CostValues = readonly number[] | null;

/** What was counted of one kind of call on both sides. */
export interface EntryCost {
  /** `mmap`, `gnttab_map_refs`: what a policy calls it. */
  readonly entry: string;
  /** `mmap of n pages`. */
  readonly per: string;
  readonly count: CostCount;
  readonly before: CostValues;
  readonly after: CostValues;
}
