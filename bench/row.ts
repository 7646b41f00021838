// SPDX-License-Identifier: GPL-2.0-only

/** What was measured, several times. */
export interface Row {
  readonly name: string;
  readonly unit: "ms" | "MB" | "us";
  readonly values: readonly number[];
  /** The row of the same run that this one is a multiple of: another machine has other times, but much the same ratio. */
  readonly against?: string;
}

/** The value in the middle; of an even number of values, the mean of the two there. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
