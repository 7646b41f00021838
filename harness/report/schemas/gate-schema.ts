// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { costChanges } from "./cost-schema.ts";
import { findings, problems } from "./findings-schema.ts";
import {
  bounds,
  config,
  count,
  diagnostic,
  exitCode,
  flag,
  from1,
  person,
  side,
  text,
  verdict,
} from "./parts.ts";

const note = v.object({
  kind: v.picklist(["stale", "expired", "missing", "coverage", "bounds", "cost"]),
  fails: flag,
  text,
  line: count,
});

const coveredLine = { side, file: text, line: from1, code: text };

export const build = v.object({
  ok: flag,
  errors: v.array(v.object({ ...diagnostic.entries, code: text, codeColumn: count })),
  unavailable: text,
});

export const hunk = v.object({
  file: text,
  number: from1,
  inputLine: from1,
  header: text,
  oldLine: count,
  newLine: count,
  offset: v.number(),
  fuzz: count,
  lines: v.array(text),
});

export const whyNot = v.nullable(v.object({ kind: text, text }));
export const refusal = v.nullable(v.object({ message: text, hint: text, isOurs: v.optional(flag) }));
export const tool = v.object({ name: v.literal("hunkbox"), version: text, emscripten: text });

/** What a mail says of itself. */
export const about = {
  title: text,
  prefix: text,
  author: v.nullable(person),
  date: v.nullable(text),
  messageId: v.nullable(text),
  references: v.array(text),
  recipients: v.array(person),
  upstreamCommit: v.nullable(text),
  number: v.pipe(count, v.description("Position in the queue, from 1; 0 for the series as a whole.")),
  base: text,
};

const scenario = v.object({
  id: text,
  status: v.picklist(["pass", "fail", "accepted", "hang", "skipped", "error"]),
  class: text,
  reason: text,
  whyNot,
  findings: v.array(count),
});

const patch = v.object({
  ...about,
  hunks: v.array(hunk),
  verdict,
  exitCode,
  line: text,
  bounds,
  refusal,
  configs: v.array(
    v.object({
      config,
      before: build,
      after: build,
      unchecked: v.array(text),
      scenarios: v.array(scenario),
    }),
  ),
  findings,
  problems,
  costs: costChanges,
  notes: v.array(note),
  coverage: v.nullable(v.object({ lines: count, run: count, missed: v.array(v.object(coveredLine)) })),
});

/** What `hunkbox gate -f json` writes. */
export const gateSchema = v.object({
  schema: v.pipe(v.literal(1), v.description("Raised when a key changes its meaning or goes.")),
  tool,
  input: text,
  command: text,
  portableCommand: text,
  policy: v.nullable(text),
  notes: v.array(note),
  verdict,
  exitCode,
  line: text,
  patches: v.array(patch),
  whole: v.nullable(patch),
});
