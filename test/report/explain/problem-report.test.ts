// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { GateFinding, Problem } from "../../../harness/gate/gate-report.ts";
import { patchOfCheck } from "../../../harness/gate/patch-of-check.ts";
import type { CheckedTexts } from "../../../harness/report/explain/checked-texts.ts";
import { problemReport } from "../../../harness/report/explain/problem-report.ts";
import { makeScreen } from "../../../harness/report/screen.ts";
import { checkText, parse, referenceText } from "../../support/check.ts";
import { redReport } from "../../support/gate-sample.ts";
import { expectGolden } from "../../support/golden.ts";

const SCREEN = makeScreen(80, false);
const TEXTS: CheckedTexts = { hunks: [], read: () => null, hasFault: () => false, mostRuns: 12 };

const [red] = redReport().patches;
const problem: Problem = red!.problems[0]!;

/** The report of the sample's first problem, with its first finding made another one. */
function reportOf(over: Partial<GateFinding>, texts: CheckedTexts = TEXTS): string {
  const findings = red!.findings.map((one, i) => (i === problem.head ? { ...one, ...over } : one));
  return problemReport(problem, findings, texts, SCREEN, "hunkbox trace ID");
}

const frames = (name: string, line: number) => [{ function: name, file: "drivers/xen/gntdev.c", line }];

describe("all of a problem", () => {
  it("is told of the project's own patch as the golden has it", async () => {
    const text = referenceText();
    const scenarios = ["user-map-one-page", "fault-kernel-map-op-middle-page"];
    const result = await checkText(text, { configs: ["x86_64"], scenarios });
    const how = { reverse: false, configsChosen: true };
    const patch = patchOfCheck(result, await parse(text), how);
    const texts: CheckedTexts = {
      hunks: patch.hunks,
      read: (side, file) => result.views[side].read(file),
      hasFault: ({ scenario }) => scenario.startsWith("fault-"),
      mostRuns: 12,
    };
    const reports = patch.problems.map((one) =>
      problemReport(one, patch.findings, texts, SCREEN, `hunkbox trace ${one.example.scenario}`),
    );
    expectGolden("report/explain-problem-80.txt", reports.join("\n"));
    expect(reports.join("").split("\n")).toEqual(
      reports
        .join("")
        .split("\n")
        .filter((one) => one.length <= 80),
    );
  });

  it("tells how the other side frees what this one leaks, at which line", () => {
    const report = reportOf(
      {
        invariant: "memory-leak",
        elsewhere: [
          { what: "allocated", frames: frames("gizmo_alloc", 2) },
          { what: "freed", frames: frames("gizmo_put", 3) },
        ],
      },
      { ...TEXTS, read: (side) => (side === "before" ? "a\nb\n\tkfree(map->ops);\n" : "c\n") },
    );
    expect(report).toMatch(/ {2}the before side frees it:\n {6}gizmo_put +drivers\/xen\/gntdev\.c:3\n/);
    expect(report).toContain("    3 |   kfree(map->ops);\n");
  });

  it.each([
    [{ invariant: "grant-leak" as const }, "the before side unmaps it:"],
    [{ invariant: "memory-leak" as const, subject: "ballooned page" }, "the before side gives it back:"],
  ])("says of %j: %s", (over, title) => {
    const elsewhere = [{ what: "freed" as const, frames: frames("gizmo_put", 3) }];
    expect(reportOf({ ...over, elsewhere })).toContain(title);
  });

  it("names the signature as a policy has it", () => {
    expect(reportOf({})).toContain(`signature: "${red!.findings[problem.head]!.signature}"`);
  });

  it("calls a regression by what the before side could show", () => {
    expect(reportOf({ class: "regressed", unreached: true })).toContain("\n    regressed-beyond; seen in");
    expect(reportOf({ class: "changed", unexplained: true })).toContain("\n    unexplained; seen in");
  });

  it("holds nothing that a terminal obeys", () => {
    const evil = "\u001b[2J";
    const report = reportOf({
      ...{ before: evil, after: evil, expected: evil, signature: evil },
      stacks: [{ what: "here", frames: [{ function: evil, file: evil, line: 1 }] }],
    });
    expect(report).not.toContain("\u001b");
    expect(report).toContain("?[2J");
  });
});
