// SPDX-License-Identifier: GPL-2.0-only

/** @returns a text, or as many of its characters, with a mark that there were more */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)} …`;
