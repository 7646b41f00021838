// SPDX-License-Identifier: GPL-2.0-only
import type { Diagnostic } from "./toolchain/diagnostic.ts";

/** Errors of one side that a report for programs lists; a patch may have a hundred thousand. */
const MOST = 100;

/** The first errors, and one that says how many are left out. */
export function fewErrors(errors: readonly Diagnostic[]): readonly Diagnostic[] {
  const left = errors.length - MOST;
  if (left <= 0) return errors;
  const { file, line } = errors[MOST]!;
  return [
    ...errors.slice(0, MOST),
    { file, line, column: 0, message: `${left} further errors are left out, this one and those after it` },
  ];
}
