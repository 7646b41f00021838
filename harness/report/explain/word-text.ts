// SPDX-License-Identifier: GPL-2.0-only

/** What `hunkbox explain WORD` says of a word that is no rule. Paragraphs are parted by an empty line. */
export interface WordText {
  /** In one line, for the list. */
  readonly brief: string;
  readonly means: string;
  /** Other words that say more. */
  readonly see?: readonly string[];
}
