// SPDX-License-Identifier: GPL-2.0-only

/** What `hunkbox explain RULE` says of a rule beside its title and why it matters. Paragraphs are parted by an empty line. */
export interface RuleText {
  /** What must hold, in one line. */
  readonly brief: string;
  /** What the rule asks for, and how a run shows that it is broken. */
  readonly means: string;
  /** C that breaks it: made up, at most 72 columns. */
  readonly example: string;
  /** What a report shows of it, in the lines that it has there; the first begins with the rule's title. */
  readonly shown: string;
  /** What is usually done about it. */
  readonly remedy: string;
}
