// SPDX-License-Identifier: GPL-2.0-only
import type { GateReport } from "../../harness/gate/gate-report.ts";
import { makeGateReport } from "../../harness/gate/make-gate-report.ts";
import { NO_POLICY, type Policy } from "../../harness/gate/policy/policy.ts";
import {
  brokenBuild,
  configOf,
  findingOf,
  lineOf,
  notRun,
  oddResult,
  patchOf,
  queueOf,
  scenarioOf,
} from "./judgement.ts";

const POLICY: Policy = {
  ...NO_POLICY,
  path: "ci/hunkbox.policy.yaml",
  changedLines: { atLeast: 80, line: 4 },
  expect: [
    {
      signature: "grant-leak: handle in gntdev_mmap",
      reason: "the point of the patch",
      expires: "2027-01-31",
      configs: null,
      line: 6,
    },
  ],
  accept: [
    {
      signature: "outcome: mmap",
      reason: "an error is right there",
      expires: "2027-01-31",
      configs: null,
      line: 10,
    },
    { signature: "no-fault: gone", reason: "was so", expires: "2027-01-31", configs: ["x86_64"], line: 13 },
  ],
};

const fixed = findingOf("fixed", {
  signature: "grant-leak: handle in gntdev_mmap",
  invariant: "grant-leak",
  before: "the handle is still live at the end",
  expected: "every handle is given back",
});
const hang = findingOf("regressed", {
  signature: "hang: in gntdev_put_map",
  invariant: "hang",
  after: "the kernel does not come back",
  expected: "the kernel goes on",
  unreached: true,
  stacks: [],
});

const RED = patchOf(
  [
    configOf(
      [
        scenarioOf("cup", findingOf("regressed"), fixed),
        scenarioOf("saucer"),
        scenarioOf("jug", oddResult()),
        scenarioOf("kettle", hang),
        notRun("spoon", "not applicable to x86_64", "config"),
      ],
      { coverage: [lineOf(121, true), lineOf(124, false)] },
    ),
    configOf(
      ["cup", "saucer", "jug", "kettle", "spoon"].map((id) =>
        notRun(id, "the after side does not build", "no-build"),
      ),
      { config: "x86_32-pae", after: brokenBuild() },
    ),
  ],
  {
    traces: [
      {
        config: "x86_64",
        scenario: "cup",
        rows: [
          { before: 'step 1: {"do":"open"}', after: 'step 1: {"do":"open"}', step: 1, where: null },
          { before: "GNTTABOP_map_grant_ref", after: "GNTTABOP_map_grant_ref", step: 0, where: null },
          {
            before: null,
            after: "kzalloc",
            step: 0,
            where: { file: "drivers/xen/gntdev.c", line: 121, function: "gntdev_alloc_map" },
          },
        ],
        pages: [
          { side: "before", step: 1, pfn: 0x120, mfn: 0x11bcd5, kernel: -1, user: 0x11bcd5, p2m: 0x11bcd5 },
          { side: "after", step: 1, pfn: 0x120, mfn: 0x11bcd5, kernel: 0x11bcd5, user: null, p2m: 7 },
        ],
        tables: {
          entries: [
            { area: "user", name: "user 0x7f0000100000" },
            { area: "p2m", name: "p2m of pfn 0x120" },
          ],
          frames: [{ mfn: 0x11bcd5, owner: "domain 1", isForeign: true }],
          changes: [
            { row: -1, side: "before", entry: 0, frame: -1 },
            { row: -1, side: "after", entry: 0, frame: -1 },
            { row: -1, side: "after", entry: 1, frame: -1 },
            { row: 1, side: "before", entry: 0, frame: 0 },
            { row: 1, side: "after", entry: 1, frame: 0 },
          ],
          grants: [{ row: 1, side: "before", frame: 0, mapped: 1 }],
          leftOut: 0,
        },
      },
    ],
  },
);

const GREEN = patchOf([
  configOf([scenarioOf("cup"), scenarioOf("saucer")], { coverage: [lineOf(121, true)] }),
]);

/** A patch with everything that a report has to tell. */
export const redReport = (): GateReport => makeGateReport(queueOf([RED]), POLICY, "2026-11-23");

/** A patch with which nothing is wrong. */
export const greenReport = (): GateReport => makeGateReport(queueOf([GREEN]), NO_POLICY, "2026-11-23");

/** A series: one that passes, one that does not apply, and the whole. */
export function seriesReport(): GateReport {
  const refusal = {
    message:
      "the patch does not apply: drivers/xen/gntdev.c: hunk 1 (@@ -1,2 +1,2 @@) does not apply\n  nearest fit: line 7, 4 of 7 lines agree\n" +
      '  line 7 expected: "\\t\\tfree_xenballooned_pages(map->count, map->pages, map->flags);"',
    hint: "is miniature what the patch was made for?",
  };
  const patches = [
    { ...GREEN, title: "xen: first" },
    patchOf([], { title: "xen: second", refusal, hunks: [] }),
  ];
  return makeGateReport(queueOf(patches, { input: "queue" }), NO_POLICY, "2026-11-23");
}

/** A patch on a tree that lacks a configuration, with two equal errors in another, and a policy that asks for more. */
export function lackingReport(): GateReport {
  const away = { ok: false, errors: [], unavailable: "the tree has PV guests on x86_64 alone" };
  const broken = brokenBuild();
  const [error] = broken.errors;
  const patch = patchOf([
    configOf([scenarioOf("cup")]),
    configOf([notRun("cup", "not comparable here", "unavailable")], {
      config: "x86_32-pae",
      before: away,
      after: away,
    }),
    configOf([notRun("cup", "the after side does not build", "no-build")], {
      config: "x86_32-pae-highmem",
      after: { ...broken, errors: [error!, { ...error!, line: 9 }] },
    }),
  ]);
  const bounds = { scenarioRuns: 3, steps: 30, events: 300, notComparable: 0, line: 2 };
  return makeGateReport(queueOf([patch]), { ...POLICY, bounds, expect: [], accept: [] }, "2026-11-23");
}

/** A patch whose author, texts and code are what you give: it came by mail. */
export function hostileReport(text: string): GateReport {
  const finding = findingOf("regressed", {
    signature: `memory-leak: ${text}`,
    after: text,
    place: { ...findingOf("regressed").place, file: `drivers/${text}`, function: text, code: text },
  });
  const patch = patchOf([configOf([scenarioOf("cup", finding)], { after: brokenBuild(text) })], {
    title: text,
    prefix: text,
    author: { name: text, email: text },
    messageId: text,
    references: [text],
    recipients: [{ name: text, email: `x${text}` }],
    refusal: null,
  });
  const hunks = patch.hunks.map((hunk) => ({ ...hunk, file: `drivers/${text}`, lines: [`+${text}`] }));
  const refused = patchOf([], { title: text, refusal: { message: text, hint: text } });
  return makeGateReport(
    queueOf([{ ...patch, hunks }, refused], { input: text, command: text }),
    NO_POLICY,
    "2026-11-23",
  );
}
