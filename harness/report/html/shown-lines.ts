// SPDX-License-Identifier: GPL-2.0-only

/** Lines of hunks on one page. A patch may have millions, and a page with all of them opens nowhere. */
const MOST = 20_000;

/** Lines that stay around one that is told of. */
const AROUND = 10;

/**
 * Which lines of a hunk a page shows: all of a hunk of usual length, else its start and what stands around findings.
 *
 * @param length lines of the hunk
 * @param hunks how many hunks share the page
 * @param told indices of lines with findings
 * @returns indices, in order
 */
export function shownLines(length: number, hunks: number, told: readonly number[]): readonly number[] {
  const share = Math.floor(MOST / hunks);
  const near = (at: number): boolean => told.some((one) => Math.abs(one - at) <= AROUND);
  return Array.from({ length }, (_, at) => at).filter((at) => at < share || near(at));
}
