// SPDX-License-Identifier: GPL-2.0-only

/** A call whose cost is measured. */
export interface CostEntry {
  /** The kernel's name of it, unique among all: what a policy names. */
  readonly name: string;
  /** What one call is, in words: `mmap of n pages`. */
  readonly per: string;
}

/** Calls that are done with n pages, one after the other. */
export interface CostFlow {
  /** Unique among all. */
  readonly id: string;
  /** The kernel function or struct that it is about, if some kernels lack it. */
  readonly needs?: string;
  /** What is measured, by the verb of its step, which occurs once. */
  readonly entries: Readonly<Record<string, CostEntry>>;
  /** @param n pages, 1 to 32 @returns steps as a scenario's JSON has them */
  readonly steps: (n: number) => readonly Readonly<Record<string, unknown>>[];
}
