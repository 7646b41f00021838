// SPDX-License-Identifier: GPL-2.0-only

/** A parser under test, and what is right of it. */
export interface Target {
  /** As the command line and the corpus's folder call it. */
  readonly name: string;
  /** Words and signs of its format, which the mutators put in. */
  readonly tokens: readonly string[];
  /** True for an error that the parser documents. */
  readonly isExpected: (error: unknown) => boolean;
  /**
   * Parses an input.
   *
   * @returns something of the result that JSON can hold: two runs have to give the same
   */
  readonly run: (input: Uint8Array) => unknown;
}
