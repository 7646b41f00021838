// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { makeGateReport } from "../../../harness/gate/make-gate-report.ts";
import { NO_POLICY } from "../../../harness/gate/policy/policy.ts";
import type { Finding } from "../../../harness/judge/verdict/finding.ts";
import type { ScenarioVerdict } from "../../../harness/judge/verdict/scenario-verdict.ts";
import { firstScreen } from "../../../harness/report/first-screen/first-screen.ts";
import { makeScreen } from "../../../harness/report/screen.ts";
import { configOf, findingOf, notRun, patchOf, queueOf, scenarioOf } from "../../support/judgement.ts";

const COMMANDS = {
  trace: () => "hunkbox trace",
  explain: (problem: number) => `hunkbox explain ${problem}`,
  all: "hunkbox check --all",
};

/** The screen of a patch with these scenarios. */
function linesOf(scenarios: readonly ScenarioVerdict[], width = 80): string[] {
  const queue = queueOf([patchOf([configOf(scenarios)])]);
  const [patch] = makeGateReport(queue, NO_POLICY, "2026-12-01").patches;
  return firstScreen(patch!, ["a patch"], makeScreen(width, false), COMMANDS).join("\n").split("\n");
}

/** Breaks a rule at a place of its own. */
const broken = (line: number, over: Partial<Finding> = {}): Finding => {
  const { place } = findingOf("regressed");
  return findingOf("regressed", {
    signature: `grant-leak: ${line}`,
    invariant: "grant-leak",
    subject: `handle ${line}`,
    place: { ...place, line },
    ...over,
  });
};

describe("the first screen", () => {
  it("names the place and the rule of each problem that there is room for", () => {
    const lines = linesOf([scenarioOf("a", ...[1, 2, 3, 4, 5].map((line) => broken(line)))]);
    const places = lines.filter((line) => line.includes("-->"));
    expect(places).toHaveLength(5);
    expect(places[4]).toBe("   --> drivers/xen/gntdev.c:5 gntdev_alloc_map() (hunk 1) [grant-leak]");
  });

  it("gives what is observed two lines at most, however long it is", () => {
    const after = `the handle of ${"a mapping that somebody made ".repeat(9)}is live`;
    const lines = linesOf([scenarioOf("a", broken(1, { after }))]);
    const at = lines.findIndex((line) => line.includes("= the handle"));
    expect(lines[at + 1]).toMatch(/^ {10}\S.* …$/);
    expect(lines[at + 2]).toMatch(/^ {8}\$ hunkbox trace/);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("says once why scenarios were not run", () => {
    const idle = [
      notRun("b", "other configurations", "config"),
      notRun("c", "no such function", "not-applicable"),
      notRun("d", "other configurations", "config"),
    ];
    const lines = linesOf([scenarioOf("a", broken(1)), ...idle]);
    expect(lines.find((line) => line.includes("3 not run"))).toBe(
      "  x86_64              1 of 1 run fails; 3 not run",
    );
    expect(lines).toContain("  not run             2 for other configurations, 1 not applicable");
  });

  it("counts what is mended as the head line counts it", () => {
    const fixed = (line: number, subject: string): Finding =>
      broken(line, { class: "fixed", subject, before: "broken", after: "holds" });
    const subjects = ["x", "x", "x", "y", "z", "z"];
    const lines = linesOf([scenarioOf("a", ...subjects.map((subject, i) => fixed(i + 1, subject)))], 200);
    expect(lines.join("\n")).toContain("6 mended");
    expect(lines.find((line) => line.startsWith("mended:"))).toBe(
      "mended: grant leak: x (3 times, 3 runs), grant leak: y (1 run), and 2 more",
    );
  });

  it("tells of a refusal that is gone, although that fails nothing", () => {
    const gone = findingOf("changed", {
      signature: "outcome: mmap",
      invariant: "outcome",
      subject: "mmap",
      before: "-EINVAL",
      after: "0",
    });
    const lines = linesOf([scenarioOf("a", gone), scenarioOf("b", gone)]);
    expect(lines).toContain("changed: mmap returns 0 in place of -EINVAL (2 runs)");
    expect(lines.join("\n")).toContain("OK (exit 0)");
  });

  it("keeps prose together where a terminal is wide", () => {
    const lines = linesOf([scenarioOf("a", broken(1))], 200);
    expect(lines.find((line) => line.startsWith(" 1."))).toHaveLength(100);
  });
});
