// SPDX-License-Identifier: GPL-2.0-only
import type { GateReport } from "../../harness/gate/gate-report.ts";
import { makeGateReport } from "../../harness/gate/make-gate-report.ts";
import { NO_POLICY, type Policy } from "../../harness/gate/policy/policy.ts";
import {
  brokenBuild,
  configOf,
  costOf,
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
  costs: [
    {
      entry: "mmap",
      count: "hypercalls",
      atMost: { constant: 2, linear: 0, square: 0 },
      configs: null,
      line: 15,
    },
  ],
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
      {
        coverage: [lineOf(121, true), lineOf(124, false)],
        costs: [
          costOf("mmap", "hypercalls", [1, 1, 1, 1, 1, 1], [2, 3, 5, 9, 17, 33]),
          costOf("munmap", "locks", [2, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 3]),
          costOf("munmap", "work", [11, 12, 14, 18, 26, 42], [12, 13, 15, 19, 27, 43]),
          costOf("kmap", "hypercalls", null, [0, 0, 0, 0, 0, 0]),
        ],
      },
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

/** A patch of which nothing can be said: nothing runs that it changes. */
export function untoldReport(): GateReport {
  const exercise = {
    lines: [
      {
        side: "after",
        file: "drivers/xen/gntdev.c",
        line: 121,
        ran: false,
        missing: "nobody calls it",
      } as const,
    ],
    functions: [],
  };
  const patch = patchOf([configOf([scenarioOf("cup"), scenarioOf("saucer")], { exercise })]);
  return makeGateReport(queueOf([patch]), NO_POLICY, "2026-11-23");
}

/** One problem in two runs that show it at another step, at another line, and with another value. */
export function twiceReport(): GateReport {
  const first = findingOf("regressed");
  const after = "96 bytes stay allocated";
  const second = { ...first, step: 7, after, place: { ...first.place, line: 125 } };
  const patch = patchOf([configOf([scenarioOf("cup", first), scenarioOf("jug", second)])]);
  return makeGateReport(queueOf([patch]), NO_POLICY, "2026-11-23");
}

/** What a sample with many problems calls them, in their order. */
export const MANY_PROBLEMS = [
  ...["alder", "birch", "cedar", "dogwood", "elder", "fennel"],
  ...["gorse", "hazel", "ivy", "juniper", "larch", "maple"],
] as const;

/**
 * Two build errors, twelve problems, the first of which another finding follows from, and two that are mended. What is seen more
 * often comes first, so each is seen in one scenario more than the next.
 */
export function manyReport(): GateReport {
  const broken = (name: string) =>
    findingOf("regressed", { subject: name, signature: `grant-leak: ${name}`, invariant: "grant-leak" });
  const mended = (name: string) =>
    findingOf("fixed", { subject: name, signature: `grant-leak: ${name}`, invariant: "grant-leak" });
  const follower = findingOf("regressed", {
    ...{ subject: "moss", signature: "bad-hypercall: moss", invariant: "bad-hypercall", step: 3 },
    follows: ["grant-leak: alder"],
  });
  const scenarios = MANY_PROBLEMS.map((_, i) =>
    scenarioOf(
      `run-${i + 1}`,
      ...MANY_PROBLEMS.slice(0, MANY_PROBLEMS.length - i).map(broken),
      ...(i === 0 ? [follower, mended("tansy"), mended("sedge")] : i === 1 ? [mended("tansy")] : []),
    ),
  );
  const patch = patchOf([
    configOf(scenarios),
    configOf([notRun("run-1", "the after side does not build", "no-build")], {
      config: "x86_32-pae",
      after: {
        ...brokenBuild("no such thing as oak"),
        errors: [
          ...brokenBuild("no such thing as oak").errors,
          ...brokenBuild("no such thing as pine").errors,
        ],
      },
    }),
  ]);
  return makeGateReport(queueOf([patch]), NO_POLICY, "2026-11-23");
}

/** A patch whose author, texts and code are what you give: it came by mail. */
export function hostileReport(text: string): GateReport {
  const hostile = {
    ...{ subject: text, before: text, after: text, expected: text, message: text },
    place: { ...findingOf("regressed").place, file: `drivers/${text}`, function: text, code: text },
    stacks: (["here", "allocated", "freed"] as const).map((what) => ({
      what,
      frames: [{ function: text, file: `drivers/${text}`, line: 3 }],
    })),
  };
  const finding = findingOf("regressed", { ...hostile, signature: `memory-leak: ${text}` });
  const odd = oddResult({ ...hostile, signature: `outcome: ${text}`, place: oddResult().place });
  const mended = findingOf("fixed", {
    ...hostile,
    signature: `grant-leak: ${text}`,
    invariant: "grant-leak",
  });
  const idle = notRun("spoon", text);
  const patch = patchOf(
    [
      configOf([scenarioOf("cup", finding, mended), scenarioOf("jug", odd), idle], {
        after: brokenBuild(text),
        unchecked: [text],
        coverage: [{ ...lineOf(121, false), file: `drivers/${text}`, code: text }],
      }),
    ],
    {
      title: text,
      prefix: text,
      base: text,
      author: { name: text, email: text },
      messageId: text,
      references: [text],
      recipients: [{ name: text, email: `x${text}` }],
      refusal: null,
    },
  );
  const hunks = patch.hunks.map((hunk) => {
    return { ...hunk, header: `@@ ${text}`, file: `drivers/${text}`, lines: [`+${text}`, `+${text}`] };
  });
  const refused = patchOf([], { title: text, refusal: { message: text, hint: text } });
  return makeGateReport(
    queueOf([{ ...patch, hunks }, refused], {
      input: text,
      command: text,
      portableCommand: "hunkbox check -",
    }),
    NO_POLICY,
    "2026-11-23",
  );
}
