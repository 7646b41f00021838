// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";

/** What a change can be made against: a kernel by its version, the miniature, or that with the reference patch on it. */
export const GROUNDS = ["6.1", "6.12", "miniature", "miniature+reference"] as const;
export type Ground = (typeof GROUNDS)[number];

/**
 * `bug`: the patch makes a mistake; `fix`: it takes one out. `harmless`: nothing changes for anybody. `unseen`: a mistake
 * in code that nothing drives, or in lines that cannot be reached.
 */
export const KINDS = ["bug", "fix", "harmless", "unseen"] as const;
export type Kind = (typeof KINDS)[number];

const text = v.pipe(v.string(), v.minLength(1));
const exits = v.pipe(v.array(v.picklist([0, 1, 4])), v.minLength(1));

/** A finding that names a mistake rightly. */
const findingSchema = v.strictObject({
  /** Any of these invariants. */
  rules: v.pipe(v.array(text), v.minLength(1)),
  /** Where a maintainer would look; anywhere if it is left out. */
  file: v.optional(text),
  /** Any of these; any of the file if it is left out. */
  functions: v.optional(v.array(text), []),
  /** A part of the line's text, on the kernels that the change was made for. */
  code: v.optional(text),
});

/** What the JSON file beside a patch holds (test/fixtures/changes/README.md). */
export const changeSchema = v.strictObject({
  on: v.pipe(v.array(v.picklist(GROUNDS)), v.minLength(1)),
  kind: v.picklist(KINDS),
  /** Title, in the kernel's history, of the fix whose mistake is made here once more, in words of our own. */
  fix: v.optional(text),
  /** What is wrong, and what a run shows of it. */
  what: text,
  /** Exit codes that are right: of the check that puts the mistake in, and of the one that takes it out. */
  exit: v.optional(v.strictObject({ bug: exits, fix: exits })),
  /** Why other exit codes than the usual ones are right. */
  why: v.optional(text),
  /** Scenarios in which a bug shows, for those who want to see it alone. */
  scenarios: v.optional(v.array(text), []),
  /** One of these has to be among what is found. */
  findings: v.optional(v.array(findingSchema), []),
});

export type ExpectedFinding = v.InferOutput<typeof findingSchema>;

/** A change of ours and what is true of it, as reasoned from the code and never as the tool says. */
export interface Change extends v.InferOutput<typeof changeSchema> {
  readonly name: string;
  /** Absolute path of its JSON file. */
  readonly path: string;
}
