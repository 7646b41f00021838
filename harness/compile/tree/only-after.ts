// SPDX-License-Identifier: GPL-2.0-only
import type { Diagnostic } from "../toolchain/diagnostic.ts";

/** Errors that say that something is not there: of a second use, nothing new can be said. */
const MISSING =
  /undeclared|unknown type name|no member named|implicit(?:ly)? declar|incomplete type|file not found/;

/**
 * The errors of one side that the other has not. What both have is an artefact of a configuration that nobody compiles,
 * or was there before: a message of the same file, whose line may have moved.
 *
 * @param other errors of the other side
 * @param errors of this side
 * @param codeOf text of the line that an error names, on its side
 */
export function onlyAfter(
  other: readonly Diagnostic[],
  errors: readonly Diagnostic[],
  codeOf: (side: "other" | "this", error: Diagnostic) => string,
): Diagnostic[] {
  const name = ({ file, message }: Diagnostic): string => `${file}\0${message}`;
  const known = new Map<string, string[]>();
  for (const error of other) {
    const codes = known.get(name(error)) ?? [];
    known.set(name(error), codes);
    codes.push(codeOf("other", error));
  }
  // an error on a line that both sides have goes first: what is left over stands on one that is new
  const unmatched = errors.filter((error) => {
    const codes = known.get(name(error)) ?? [];
    if (codes.length > 0 && MISSING.test(error.message)) return false;
    const at = codes.indexOf(codeOf("this", error));
    if (at !== -1) codes.splice(at, 1);
    return at === -1;
  });
  return unmatched.filter((error) => (known.get(name(error)) ?? []).pop() === undefined);
}
