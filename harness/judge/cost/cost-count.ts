// SPDX-License-Identifier: GPL-2.0-only

/** What is counted of a call, what matters most first, and how a report calls it. */
export const COST_COUNTS = {
  hypercalls: "hypercalls",
  "hypercall-ops": "operations in hypercalls",
  "page-table-writes": "page-table writes",
  "tlb-flushes": "TLB flushes",
  allocations: "allocations",
  "allocated-bytes": "bytes allocated",
  locks: "locks taken",
  "irqs-off": "sections with interrupts off",
  work: "work of the kernel's own code",
} as const;

/** Its name in a policy and in JSON. */
export type CostCount = keyof typeof COST_COUNTS;

/** One of each, of one call. */
export type CallCost = Readonly<Record<CostCount, number>>;
