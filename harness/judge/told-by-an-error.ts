// SPDX-License-Identifier: GPL-2.0-only

/** Invariants: what a caller may have to be told of by an error where it went unnoticed before. */
export const TOLD_BY_AN_ERROR: ReadonlySet<string> = new Set([
  "status-ignored",
  "bad-hypercall",
  "no-fault",
  "hang",
  "null-dereference",
  "use-after-free",
  "out-of-bounds",
]);
