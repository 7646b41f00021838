// SPDX-License-Identifier: GPL-2.0-only

/** A stretch of text to be replaced by other text of the same length, newlines kept. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
