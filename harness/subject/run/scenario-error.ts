// SPDX-License-Identifier: GPL-2.0-only

/** Longer than any word of our own: keys and values of a file may have any length. */
const LONGEST = 500;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** A scenario that cannot be run as it is written. */
export class ScenarioError extends Error {
  /** Where: a file, or the id of a scenario. */
  readonly where: string;
  /** What is wrong one by one, if the message only counts it. */
  readonly lines: readonly string[];

  constructor(where: string, message: string, lines: readonly string[] = []) {
    const short = lines.map(cut);
    super([cut(message), ...short].join("\n  "));
    this.name = "ScenarioError";
    this.where = where;
    this.lines = short;
  }
}
