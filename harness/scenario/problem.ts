// SPDX-License-Identifier: GPL-2.0-only

/** Something that is wrong with a value, and where: keys and indices from the whole down. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** Whether it is about the key that the path ends with, and not about the value. */
  readonly isOfKey?: true;
  readonly text: string;
}
