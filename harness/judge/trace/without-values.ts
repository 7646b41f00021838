// SPDX-License-Identifier: GPL-2.0-only

/** What differs from run to run or from version to version: sizes, offsets, addresses, values, lines. */
const VALUES =
  /,? (?:at |of |by |(?:at |from )?offset )?-?(?:0x[0-9a-f]+|\d+)(?: bytes?\b|-byte\b)?|, at \S+| \(\S+:\d+:\d+\)/g;

/** The text of a broken rule, in words that are equal for equal mistakes. */
export const withoutValues = (text: string): string =>
  text.replace(VALUES, "").replaceAll(/\ba object\b/g, "an object");
