// SPDX-License-Identifier: GPL-2.0-only
import type { WordText } from "../word-text.ts";

/** Words of this tool that a kernel developer need not know. */
export const OWN_WORDS: Readonly<Record<string, WordText>> = {
  "before-side": {
    brief: "the kernel without the patch",
    means: `The base as it is, compiled and run. With --reverse, the kernel with the patch.`,
    see: ["after-side"],
  },
  "after-side": {
    brief: "the kernel with the patch",
    means: `The same base with the patch applied, compiled in the same way and run in the same scenarios on the same machine, so that all that differs comes of the patch. With --reverse, the kernel without it.`,
    see: ["before-side"],
  },
  scenario: {
    brief: "a story that both sides are taken through, step by step",
    means: `A process opens the device, maps grants, does I/O, exits; or kernel code calls the grant functions; or another domain misbehaves. "hunkbox scenarios" lists them, and "hunkbox scenarios ID" tells the story and the steps of one.

One of your own is a JSON file: check --scenario mine.json. In each configuration, a scenario is one run.`,
    see: ["fault", "configuration"],
  },
  fault: {
    brief: "something that a scenario makes fail on purpose",
    means: `An allocation, a copy from a process, a grant operation, a hypercall: its n-th use fails as it may fail in a real machine under load. A problem "without a fault" needs no such luck and matters most; one that needs an injected fault is mostly in an error path.

From some scenarios, one more is made for each call that can fail; the name says which: user-lifecycle+mmap-5+apply_to_page_range-1 is user-lifecycle with the first apply_to_page_range of step 5, an mmap, failing.`,
    see: ["scenario"],
  },
  configuration: {
    brief: "for which machine both sides are compiled",
    means: `x86_64, x86_32-pae, and x86_32-pae-highmem, where the pages of the balloon are highmem pages. -c chooses; each has scenarios, findings and changed lines of its own.`,
  },
  miniature: {
    brief: "the small kernel tree that comes with hunkbox",
    means: `If no kernel tree is named, a patch is applied to a miniature in the shape of 3.0: gntdev, the grant functions, p2m and page-table writes, written for this purpose around the places where the bundled patch goes. "hunkbox base" shows it. Real patches are for real trees: --tree, --git, --debian.`,
  },
  problem: {
    brief: "findings that belong together, numbered in a report",
    means: `What came first, and what never occurs without it and comes after it. Problems that need no injected fault come first, then those that are seen in most runs. "hunkbox explain N", with the same options, tells all of problem N.`,
    see: ["finding"],
  },
  finding: {
    brief: "one thing that a patch breaks, mends or changes",
    means: `A rule and a place in the code, with what each side shows, in all the runs in which it is seen. Its class says what the patch did: regressed, fixed, revealed, changed or pre-existing.`,
    see: ["problem", "signature"],
  },
  signature: {
    brief: "the name by which a policy knows a finding",
    means: `Rule, object and function: "memory-leak: allocation 5 in gntdev_alloc_map". It holds no line and no address, so it survives a rebase. An allocation is known by its number: 5 is the fifth line of that function that allocates in one call.`,
    see: ["policy"],
  },
  policy: {
    brief: "hunkbox.policy.yaml: what reviewers accept or expect",
    means: `A file for hunkbox gate: regressions that may be, by signature, each with a reason and a last day; fixes that have to show; how much has to be run. "hunkbox gate --accept" writes the entries, and a reviewer writes the reasons. An entry that has expired, or an expected fix that does not show, fails.`,
    see: ["signature"],
  },
  "never-run": {
    brief: "changed lines that no scenario reaches",
    means: `Lines that the patch adds or takes away, that make code, and that ran in no scenario and configuration. check --all shows the condition that decided it; --lcov writes what ran for genhtml.`,
    see: ["not-exercised"],
  },
  "unit-of-work": {
    brief: "how the length of a call is limited",
    means: `A branch taken, a call, a turn of a loop, so many bytes copied. A call that takes more of them than the last line of a report says is a hang. It is the same on a slow machine and a fast one.`,
    see: ["hang", "left-out"],
  },
};
