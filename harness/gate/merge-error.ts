// SPDX-License-Identifier: GPL-2.0-only

/** Parts of a gate that do not make a whole, or a file that is no part. */
export class MergeError extends Error {
  /** What the user can do about it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "MergeError";
    this.hint = hint;
  }
}
