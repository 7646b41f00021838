// SPDX-License-Identifier: GPL-2.0-only

/** Longer than any word of our own: keys and values of a file may have any length. */
const LONGEST = 500;

/** A policy file that cannot be taken. */
export class PolicyError extends Error {
  /** Path as it was given. */
  readonly file: string;
  /** From 1; 0 when the file as a whole is meant. */
  readonly line: number;

  /** @param message begins with the key that it is about */
  constructor(file: string, line: number, message: string) {
    super(message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message);
    this.name = "PolicyError";
    this.file = file;
    this.line = line;
  }
}
