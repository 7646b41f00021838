// SPDX-License-Identifier: GPL-2.0-only

/** A stretch of text to be replaced by other text: of the same length but for a name, and with as many newlines. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
