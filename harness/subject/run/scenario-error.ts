// SPDX-License-Identifier: GPL-2.0-only

/** Longer than any word of our own: keys and values of a file may have any length. */
const LONGEST = 500;

/** A scenario that cannot be run as it is written. */
export class ScenarioError extends Error {
  /** Where: a file, or the id of a scenario. */
  readonly where: string;

  constructor(where: string, message: string) {
    super(message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message);
    this.name = "ScenarioError";
    this.where = where;
  }
}
