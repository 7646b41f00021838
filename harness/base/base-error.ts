// SPDX-License-Identifier: GPL-2.0-only

/** A kernel tree that cannot be had: not there, no kernel tree, no such commit, no network. */
export class BaseError extends Error {
  /** What the user can do about it. */
  readonly hint: string;
  /** Whose doing it is: what the user asked for, or this machine (a missing program, a full disk, no network). */
  readonly fault: "input" | "machine";

  constructor(message: string, hint: string, fault: "input" | "machine" = "input") {
    super(message);
    this.name = "BaseError";
    this.hint = hint;
    this.fault = fault;
  }
}
