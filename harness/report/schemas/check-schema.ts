// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { configCosts } from "./cost-schema.ts";
import { findings, problems } from "./findings-schema.ts";
import {
  bounds,
  config,
  count,
  diagnostic,
  exitCode,
  findingClass,
  flag,
  from1,
  person,
  place,
  side,
  stacks,
  text,
  verdict,
} from "./parts.ts";

const build = v.object({ ok: flag, errors: v.array(diagnostic), unavailable: v.optional(text) });

const missedLine = v.object({
  file: text,
  line: from1,
  code: text,
  function: text,
  guardLine: count,
  guard: text,
});
const sideCoverage = v.object({ changedLines: count, run: count, missed: v.array(missedLine) });

const finding = v.object({
  signature: text,
  invariant: text,
  class: findingClass,
  scenario: text,
  step: from1,
  file: text,
  line: count,
  side,
  function: text,
  code: text,
  hunk: place.entries.hunk,
  before: text,
  after: text,
  expected: text,
  message: text,
  unreached: flag,
  unexplained: v.optional(flag),
  times: count,
  stacks: v.optional(stacks),
});

/** What `hunkbox check --json` writes. */
export const checkSchema = v.object({
  tool: v.object({
    name: v.literal("hunkbox"),
    version: text,
    schema: v.pipe(v.literal(1), v.description("Raised when a key changes its meaning or goes.")),
    emscripten: text,
  }),
  patch: v.object({
    subject: text,
    author: v.nullable(person),
    date: v.nullable(text),
    messageId: v.nullable(text),
    baseCommit: v.nullable(text),
    upstreamCommit: v.nullable(text),
    base: text,
    reverse: flag,
    baseHasPatch: v.optional(flag),
    patches: v.array(v.object({ subject: text, messageId: v.nullable(text) })),
    files: v.array(text),
    modes: v.optional(v.array(v.object({ file: text, before: v.nullable(text), after: v.nullable(text) }))),
    hunks: v.array(
      v.object({
        file: text,
        inputLine: from1,
        line: count,
        newLine: count,
        offset: v.number(),
        fuzz: count,
      }),
    ),
  }),
  verdict,
  exitCode,
  summary: text,
  bounds,
  problems,
  findings,
  configs: v.array(
    v.object({
      config,
      builds: v.object({ before: build, after: build }),
      gate: v.optional(v.object({ mended: v.array(diagnostic), unseen: v.array(text) })),
      coverage: v.optional(v.object({ before: sideCoverage, after: sideCoverage })),
      costs: v.optional(configCosts),
      unchecked: v.optional(v.array(text)),
      scenarios: v.array(
        v.object({ id: text, class: text, reason: v.optional(text), whyNot: v.optional(text) }),
      ),
      findings: v.array(finding),
    }),
  ),
});
