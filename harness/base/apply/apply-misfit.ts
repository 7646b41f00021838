// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk } from "../../patch/diff/file-patch.ts";
import { hunkHeader } from "../../patch/diff/hunk-header.ts";
import { ApplyError } from "./apply-error.ts";
import type { Found, Pattern } from "./apply-find-place.ts";
import { nearestFit } from "./apply-nearest-fit.ts";
import { withEnd } from "./text-lines.ts";

/** What is known when a hunk cannot be applied. */
export interface Misfit {
  readonly path: string;
  /** The text that it is for. */
  readonly lines: readonly string[];
  readonly file: Int32Array;
  readonly hunk: Hunk;
  /** In its file, from 1. */
  readonly number: number;
  readonly pattern: Pattern;
  readonly stated: number;
  /** Lines that hunks before it have used. */
  readonly done: number;
  readonly found: Exclude<Found, { readonly kind: "place" }>;
  /** The search was given up. */
  readonly spent: boolean;
}

const NAME_HINT = "if that is the place, take the name behind the second @@ out of the hunk's header";

/** Says why a hunk cannot be applied. */
export function misfitError(misfit: Misfit): ApplyError {
  const { hunk, file, lines, pattern, found } = misfit;
  const guess = Math.min(Math.max(misfit.stated, 0), lines.length);
  const olds = hunk.lines.filter(({ op }) => op !== "+").map(withEnd);
  const nearest = found.kind === "nowhere" ? nearestFit(file, lines, pattern.olds, olds, guess) : null;
  return new ApplyError({
    file: misfit.path,
    hunk: misfit.number,
    header: hunkHeader(hunk),
    inputLine: hunk.line,
    reason: reasonOf(misfit, nearest !== null && nearest.matching === nearest.of, nearest?.line ?? 0),
    nearest,
    alreadyApplied: found.kind === "there",
    ...(found.kind === "misplaced" && !misfit.spent ? { hint: NAME_HINT } : {}),
  });
}

function reasonOf({ spent, found, pattern, done }: Misfit, whole: boolean, line: number): string {
  if (spent) return "was given up: too many places to try";
  if (found.kind === "there") return `is not needed: its result is there already, at line ${found.at + 1}`;
  if (found.kind === "misplaced") {
    const head = pattern.scope.headAt(found.at);
    const where = head === "" ? "outside of any function" : `below ${quoted(head)}`;
    return `fits only at line ${found.at + 1}, ${where}, and it is for ${quoted(pattern.scope.name)}`;
  }
  if (found.kind === "ambiguous") {
    const [first, second] = [found.at, found.other].sort((a, b) => a - b);
    return `does not apply: with less context it fits at line ${first! + 1} and at line ${second! + 1}`;
  }
  if (whole && line <= done) return "fits only inside or before the hunk before it";
  if (whole) return "fits only away from the end of the file where its context says it belongs";
  return "does not apply";
}

const quoted = (head: string): string => JSON.stringify(head.length > 80 ? `${head.slice(0, 77)}...` : head);
