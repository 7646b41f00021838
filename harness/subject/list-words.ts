// SPDX-License-Identifier: GPL-2.0-only

/** How many of a list are named. */
const MOST = 4;

/** The first few of a list: `8, 9, 10`, `8, 9, 10, …, 39`. */
export const listWords = (all: readonly (string | number)[]): string =>
  (all.length <= MOST + 1 ? all : [...all.slice(0, MOST - 1), "…", all.at(-1)]).join(", ");
