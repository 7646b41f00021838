// SPDX-License-Identifier: GPL-2.0-only

/** A scenario that cannot be run as it is written. */
export class ScenarioError extends Error {
  /** Where: a file, or the id of a scenario. */
  readonly where: string;

  constructor(where: string, message: string) {
    super(message);
    this.name = "ScenarioError";
    this.where = where;
  }
}
