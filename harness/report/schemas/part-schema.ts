// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { JUDGEMENT_VERSION } from "../../gate/judgement.ts";
import { entryCosts } from "./cost-schema.ts";
import { about, build, hunk, refusal, tool, whyNot } from "./gate-schema.ts";
import { config, count, findingClass, flag, from1, place, side, stacks, text } from "./parts.ts";

const finding = v.object({
  signature: text,
  subject: text,
  invariant: text,
  class: findingClass,
  scenario: text,
  step: from1,
  place,
  before: text,
  after: text,
  expected: text,
  message: text,
  stacks,
  unexplained: v.optional(flag),
  isErrno: v.optional(flag),
  outweighedBy: v.optional(text),
  mayBeHidden: v.optional(v.picklist(["mended", "quiet"])),
  isOwn: v.optional(v.literal(true)),
  isOfMended: v.optional(v.literal(true)),
  isBesideOld: v.optional(v.literal(true)),
  strike: v.optional(
    v.object({ what: text, elsewhere: v.picklist(["same", "another", "never"]), isOwn: flag }),
  ),
  follows: v.optional(v.array(text)),
  unreached: flag,
  times: count,
});

const lineRun = v.object({ side, file: text, line: from1, code: text, ran: flag });
const exercise = v.object({
  lines: v.array(v.object({ side, file: text, line: from1, ran: flag, missing: text })),
  functions: v.array(v.object({ name: text, ran: flag })),
});

const scenario = v.object({
  id: text,
  class: text,
  findings: v.array(finding),
  events: count,
  steps: count,
  hasFault: v.optional(v.literal(true)),
  whyNot,
});

const row = v.object({
  before: v.nullable(text),
  after: v.nullable(text),
  step: count,
  where: v.nullable(v.object({ file: text, line: count, function: text })),
});
const page = v.object({
  ...{ side, step: from1, pfn: v.number(), mfn: v.number(), p2m: v.number() },
  ...{ kernel: v.nullable(v.number()), user: v.nullable(v.number()) },
});

const tables = v.object({
  entries: v.array(
    v.object({ area: v.picklist(["user", "direct map", "pkmap", "fixmap", "p2m"]), name: text }),
  ),
  frames: v.array(v.object({ mfn: v.number(), owner: text, isForeign: flag })),
  changes: v.array(v.object({ row: v.number(), side, entry: count, frame: v.number() })),
  grants: v.array(v.object({ row: v.number(), side, frame: count, mapped: v.number() })),
  leftOut: count,
});

const patch = v.object({
  ...about,
  hunks: v.array(hunk),
  refusal,
  configs: v.array(
    v.object({
      config,
      before: build,
      after: build,
      scenarios: v.array(scenario),
      unchecked: v.array(text),
      coverage: v.nullable(v.array(lineRun)),
      exercise: v.nullable(exercise),
      costs: entryCosts,
    }),
  ),
  traces: v.array(v.object({ config, scenario: text, rows: v.array(row), pages: v.array(page), tables })),
});

/** The first line of a part: what it is, and the hash of the second. */
const head = v.object({
  kind: v.literal("hunkbox-gate-part"),
  version: v.literal(JUDGEMENT_VERSION),
  sha256: v.pipe(text, v.regex(/^[0-9a-f]{64}$/)),
});

/** The second line of a part: what was seen, before any policy. */
const body = v.object({
  version: v.literal(JUDGEMENT_VERSION),
  tool,
  input: text,
  command: text,
  portableCommand: text,
  shard: v.object({ index: from1, of: from1 }),
  scenarios: v.array(text),
  configsChosen: flag,
  scenariosChosen: flag,
  flavours: v.array(text),
  hasPolicy: flag,
  stepBudget: count,
  patches: v.array(patch),
  whole: v.nullable(patch),
});

/** What `hunkbox gate --out` writes: two lines of JSON, each of which is one of these. */
export const partSchema = v.union([head, body]);
