// SPDX-License-Identifier: GPL-2.0-only

/** A command line that asks for something that does not exist. */
export class BadInput extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "BadInput";
    this.hint = hint;
  }
}
