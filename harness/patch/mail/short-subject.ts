// SPDX-License-Identifier: GPL-2.0-only

/** Characters of a subject that a report shows: the longest of a real one has some 200. */
const LONGEST = 500;

/** @returns a subject, or as much of it as is of use, with a mark that there is more: a mail may give one of a megabyte */
export const shortSubject = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST).trimEnd()}…`;
