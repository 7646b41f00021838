// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { config, count, findingClass, flag, from1, place, stacks, text } from "./parts.ts";

const seen = v.object({
  config,
  scenario: text,
  step: from1,
  shows: v.optional(
    v.pipe(
      v.object({
        place: v.optional(place),
        before: v.optional(text),
        after: v.optional(text),
        expected: v.optional(text),
        message: v.optional(text),
        unreached: v.optional(flag),
      }),
      v.description("What this run shows, where it is not word for word what the finding says."),
    ),
  ),
});

/** Each finding once, in all runs that show it. */
export const findings = v.array(
  v.object({
    signature: v.pipe(text, v.description("Stable from run to run and over rebases: what a policy names.")),
    fingerprint: text,
    invariant: text,
    subject: text,
    class: findingClass,
    status: v.picklist(["fails", "accepted", "expected", "noted"]),
    place,
    before: text,
    after: text,
    expected: text,
    message: text,
    stacks,
    unexplained: flag,
    unreached: flag,
    seen: v.array(seen),
    follows: v.array(text),
    policy: v.nullable(v.object({ reason: text, expires: v.nullable(text), line: from1 })),
  }),
);

/** What fails, then what is mended, in the order of all reports. */
export const problems = v.array(
  v.object({
    number: from1,
    kind: v.picklist(["fails", "mended"]),
    headline: text,
    head: v.pipe(count, v.description("Index into findings: what came first.")),
    follows: v.pipe(v.array(count), v.description("Indices into findings: what follows from it.")),
    runs: count,
    runsWithoutFault: count,
    example: seen,
  }),
);
