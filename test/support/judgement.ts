// SPDX-License-Identifier: GPL-2.0-only

import type { GateBuild } from "../../harness/gate/gate-report.ts";
import {
  type ConfigJudgement,
  JUDGEMENT_VERSION,
  type LineRun,
  type PatchJudgement,
  type QueueJudgement,
} from "../../harness/gate/judgement.ts";
import type { CostCount } from "../../harness/judge/cost/cost-count.ts";
import type { CostValues, EntryCost } from "../../harness/judge/cost/entry-cost.ts";
import type { Finding, FindingClass } from "../../harness/judge/verdict/finding.ts";
import {
  type ScenarioVerdict,
  type WhyNotKind,
  worstClass,
} from "../../harness/judge/verdict/scenario-verdict.ts";

/** A finding in one scenario, at a line of its own. */
export const findingOf = (kind: FindingClass, over: Partial<Finding> = {}): Finding => ({
  signature: "memory-leak: add in gntdev_alloc_map",
  subject: "add",
  invariant: "memory-leak",
  class: kind,
  scenario: "cup",
  step: 2,
  place: {
    file: "drivers/xen/gntdev.c",
    line: 121,
    function: "gntdev_alloc_map",
    side: "after",
    code: "add->kmap_ops = kzalloc(n, GFP_KERNEL);",
    hunk: { number: 1, inputLine: 40 },
  },
  before: kind === "regressed" ? "holds" : "48 bytes stay allocated",
  after: kind === "fixed" ? "holds" : "48 bytes stay allocated",
  expected: "freed by then",
  message: "48 bytes stay allocated (expected: freed by then)",
  stacks: [{ what: "allocated", frames: [{ function: "kzalloc", file: "include/linux/slab.h", line: 12 }] }],
  unreached: false,
  times: 1,
  ...over,
});

/** A changed result that nothing accounts for. */
export const oddResult = (over: Partial<Finding> = {}): Finding =>
  findingOf("changed", {
    signature: "outcome: mmap",
    invariant: "outcome",
    message: "mmap gives -EINVAL instead of 0",
    place: { file: "", line: 0, function: "", side: "after", code: "", hunk: null },
    stacks: [],
    unexplained: true,
    ...over,
  });

export const scenarioOf = (id: string, ...findings: Finding[]): ScenarioVerdict => ({
  id,
  class: worstClass(findings),
  findings: findings.map((one) => ({ ...one, scenario: id })),
  events: 10,
  steps: 4,
  whyNot: null,
});

export const notRun = (id: string, text: string, kind: WhyNotKind = "unmodelled"): ScenarioVerdict => ({
  ...scenarioOf(id),
  class: "not-run",
  events: 0,
  whyNot: { kind, text },
});

const BUILT: GateBuild = { ok: true, errors: [], unavailable: "" };

export const configOf = (
  scenarios: readonly ScenarioVerdict[],
  over: Partial<ConfigJudgement> = {},
): ConfigJudgement => ({
  config: "x86_64",
  before: BUILT,
  after: BUILT,
  scenarios,
  unchecked: [],
  coverage: null,
  exercise: {
    lines: [{ side: "after", file: "drivers/xen/gntdev.c", line: 121, ran: true, missing: "" }],
    functions: [],
  },
  costs: null,
  ...over,
});

/** What was counted of a call for 1, 2, 4, 8, 16 and 32 pages. */
export const costOf = (
  entry: string,
  count: CostCount,
  before: CostValues,
  after: CostValues,
): EntryCost => ({ entry, per: `${entry} of n pages`, count, before, after });

/** A side that does not build, at a line. */
export const brokenBuild = (message = "use of undeclared identifier 'x'"): GateBuild => ({
  ok: false,
  errors: [{ file: "drivers/xen/gntdev.c", line: 7, column: 3, message, code: "x = 1;", codeColumn: 1 }],
  unavailable: "",
});

export const lineOf = (line: number, ran: boolean): LineRun => ({
  side: "after",
  file: "drivers/xen/gntdev.c",
  line,
  code: `line ${line};`,
  ran,
});

export const patchOf = (
  configs: readonly ConfigJudgement[],
  over: Partial<PatchJudgement> = {},
): PatchJudgement => ({
  title: "xen/gntdev: free what was taken",
  prefix: "[PATCH]",
  author: { name: "A Hacker", email: "a@example.org" },
  date: "2011-07-26T16:55:45.000Z",
  messageId: "one@example.org",
  references: ["zero@example.org"],
  recipients: [
    { name: "", email: "list@example.org" },
    { name: "A Hacker", email: "A@example.org" },
    { name: "B, Reviewer", email: "b@example.org" },
  ],
  upstreamCommit: null,
  number: 1,
  base: "miniature",
  hunks: [
    {
      file: "drivers/xen/gntdev.c",
      number: 1,
      inputLine: 40,
      header: "@@ -120,4 +120,4 @@ static struct grant_map *gntdev_alloc_map(int count)",
      oldLine: 120,
      newLine: 120,
      offset: 0,
      fuzz: 0,
      lines: [
        " \tadd->count = count;",
        "+\tadd->kmap_ops = kzalloc(n, GFP_KERNEL);",
        " ",
        "-\told(add);",
        " \treturn add;",
      ],
    },
  ],
  refusal: null,
  configs,
  traces: [],
  ...over,
});

/** A queue of patches; one patch by default, and then nothing to judge as a whole. */
export function queueOf(
  patches: readonly PatchJudgement[],
  over: Partial<QueueJudgement> = {},
): QueueJudgement {
  const [first] = patches;
  return {
    version: JUDGEMENT_VERSION,
    tool: { name: "hunkbox", version: "0.1.0", emscripten: "emcc 3.1.6" },
    input: "fix.mbox",
    command: "hunkbox gate fix.mbox",
    portableCommand: "hunkbox check -",
    shard: { index: 1, of: 1 },
    scenarios: [...new Set((first?.configs ?? []).flatMap(({ scenarios }) => scenarios.map(({ id }) => id)))],
    configsChosen: false,
    scenariosChosen: false,
    flavours: ["asan", "msan"],
    hasPolicy: true,
    stepBudget: 1000,
    patches: patches.map((patch, i) => ({ ...patch, number: i + 1 })),
    whole: patches.length > 1 ? { ...first!, number: 0, title: "both as one" } : null,
    ...over,
  };
}
