// SPDX-License-Identifier: GPL-2.0-only

/** Words as one line for a shell, quoted where they have to be. */
export const shellLine = (words: readonly string[]): string => words.map(quoted).join(" ");

const quoted = (word: string): string =>
  /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
