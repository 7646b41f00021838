// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../base/apply/apply-error.ts";
import { EXIT_CODES } from "../judge/verdict/verdict.ts";
import { Interrupted } from "./inputs/interrupted.ts";

/** What git bisect run takes for "this commit cannot be tested". */
const SKIP = 125;

/** From 128 on, git bisect run stops. */
export const BISECT_STOPS = 255;

/**
 * The exit code for `git bisect run`, to which every other code up to 127 is a bad commit: 0 and 1 as they are, 125 for a commit that
 * cannot be compared (2, 3, 4), and 255, which ends the bisection, where no other commit would fare better.
 *
 * @param error what ended the command before there was a verdict, if anything did
 */
export function bisectCode(exitCode: number, error: unknown = null): number {
  if (error instanceof Interrupted) return error.exitCode;
  // the mail, the command line and the machine are the same at every commit
  if (error !== null) return error instanceof ApplyError ? SKIP : BISECT_STOPS;
  if (exitCode === EXIT_CODES.pass || exitCode === EXIT_CODES.fail) return exitCode;
  return exitCode === EXIT_CODES["tool-failed"] ? BISECT_STOPS : SKIP;
}
