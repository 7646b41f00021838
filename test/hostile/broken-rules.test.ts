// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { brokenRules } from "./broken-rules.ts";
import type { Run } from "./run-command.ts";
import type { Trial } from "./try-patch.ts";

/*
 * What a patch brings about is told if no patch may bring it about.
 */

const GOOD: Run = { code: 3, seconds: 1, megabytes: 1, cpu: 1, stdout: "", stderr: "", left: [] };

const trial = (more: Partial<Trial> = {}): Trial => ({
  ...{
    check: GOOD,
    again: GOOD,
    outputs: new Map([["text", "a line\n\tanother\n"]]),
    differs: [],
    strays: [],
  },
  ...more,
});

it("a check that is as it should be breaks nothing", () => {
  expect(brokenRules(trial())).toEqual([]);
});

it.each([
  ["a fault of the tool", { check: { ...GOOD, code: 5 } }, "exit code 5"],
  ["a run that was ended", { check: { ...GOOD, code: null } }, "exit code null"],
  ["a process that stays", { again: { ...GOOD, left: ["clang"] } }, "left processes: clang"],
  ["a file outside", { strays: ["core"] }, "left files: core"],
  ["other bytes", { differs: ["json"] }, "the second time another json"],
  ["an escape", { outputs: new Map([["text", "a\u001b[2J"]]) }, "text has U+001b at 1"],
  ["a mark that nobody sees", { outputs: new Map([["html", "\u202e"]]) }, "html has U+202e at 0"],
  ["a command of GitHub's", { outputs: new Map([["text", "a\n  ::error::b"]]) }, 'text has "  ::e" at 2'],
  ["a command of Azure's", { outputs: new Map([["stderr", "a ##vso[b]"]]) }, 'stderr has "##vso[" at 2'],
  ["a long report", { outputs: new Map([["html", "x".repeat(11 << 20)]]) }, "html 11.0 MiB"],
])("%s is told", (_, more, told) => {
  expect(brokenRules(trial(more))).toEqual([told]);
});
