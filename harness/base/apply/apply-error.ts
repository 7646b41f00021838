// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../many.ts";

/** Where a hunk that does not apply would fit best. */
export interface NearestFit {
  /** Line of the file where the hunk's first line would be, from 1. */
  readonly line: number;
  /** How many of the hunk's old lines are there, and how many it has. */
  readonly matching: number;
  readonly of: number;
  /** The first line that differs; null if none does, and only the place is wrong. */
  readonly differs: DifferingLine | null;
}

/** A line of a hunk that is not in the file where it should be. */
export interface DifferingLine {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly expected: string;
  /** What is there; null past the end of the file. */
  readonly found: string | null;
}

/** All that is known about a hunk that does not apply. */
export interface ApplyFailure {
  /** Path of the file in the tree. */
  readonly file: string;
  /** Number of the hunk in its file, from 1; 0 when the file as a whole is meant. */
  readonly hunk: number;
  /** The hunk's header as in the patch, without the section. */
  readonly header: string;
  /** Input line of the patch. */
  readonly inputLine: number;
  /** Which input that is a line of, where there are several. */
  readonly input?: string;
  readonly reason: string;
  readonly nearest: NearestFit | null;
  /** True if the file already reads as the hunk would make it. */
  readonly alreadyApplied: boolean;
  /** Why another way of taking the patch, which would do as well, is none either. */
  readonly otherWay?: string;
  /** What the user can do about it, where the base knows. */
  readonly hint?: string;
}

/** A patch that does not apply to the text it was given. */
export class ApplyError extends Error {
  readonly failure: ApplyFailure;
  /** What does not apply, where there are several: `the backport`. */
  readonly what: string;

  constructor(failure: ApplyFailure, what = "the patch") {
    super(describe(failure));
    this.name = "ApplyError";
    this.failure = failure;
    this.what = what;
  }
}

function describe(failure: ApplyFailure): string {
  const { nearest } = failure;
  const what = failure.hunk === 0 ? "" : `hunk ${failure.hunk} (${failure.header}) `;
  const input = failure.input === undefined ? "" : ` of ${failure.input}`;
  const lines = [`${failure.file}: ${what}${failure.reason} (patch line ${failure.inputLine}${input})`];
  if (nearest !== null) {
    lines.push(
      `  nearest fit: line ${nearest.line}, ${nearest.matching} of ${many(nearest.of, "line")} ${nearest.matching === 1 ? "agrees" : "agree"}`,
    );
    if (nearest.differs !== null) lines.push(...describeLine(nearest.differs));
  }
  if (failure.otherWay !== undefined) lines.push(`  ${failure.otherWay}`);
  return lines.join("\n");
}

function describeLine({ line, expected, found }: DifferingLine): string[] {
  return [
    `  line ${line} expected: ${show(expected)}`,
    `  line ${line} found:    ${found === null ? "end of file" : show(found)}`,
  ];
}

/** A line in quotes; its newline shows only where one is missing. */
function show(line: string): string {
  return JSON.stringify(line.length > 100 ? `${line.slice(0, 97)}...` : line);
}
