// SPDX-License-Identifier: GPL-2.0-only

/** A mail that cannot be had: no b4, no network, no such mail. */
export class MailError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "MailError";
    this.hint = hint;
  }
}
