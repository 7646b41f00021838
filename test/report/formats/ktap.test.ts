// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Parser } from "tap-parser";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import {
  greenReport,
  hostileReport,
  lackingReport,
  manyReport,
  redReport,
  seriesReport,
  twiceReport,
  untoldReport,
} from "../../support/gate-sample.ts";
import { programPath } from "../../support/program-path.ts";
import { renderFormat as render } from "../../support/render-format.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** Tests below the top are indented by two, which is KTAP's own. */
const tap = (text: string) => Parser.parse(text.replace("KTAP version 1", "TAP version 14"));

const topOf = (report: GateReport) =>
  tap(render("ktap", report)).flatMap((event) => (event[0] === "assert" ? [event[1]] : []));

/** What is below the n-th test of the top, as a document of its own. */
function below(report: GateReport, n: number): string {
  const lines = render("ktap", report)
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.slice(2));
  const starts = lines.flatMap((line, i) => (line === "KTAP version 1" ? [i] : []));
  return lines.slice(starts[n], starts[n + 1]).join("\n");
}

const testsIn = (text: string) => tap(text).flatMap((event) => (event[0] === "assert" ? [event[1]] : []));

describe("a reader of TAP", () => {
  it("sees the patch and its configurations as tests, and takes the plan for kept", () => {
    expect(topOf(redReport()).map(({ ok, name }) => [ok, name])).toEqual([
      [true, "patch"],
      [false, "x86_64"],
      [false, "x86_32-pae"],
      [false, "policy coverage"],
      [false, "policy cost"],
      [true, "policy line 13"],
    ]);
    const complete = tap(render("ktap", redReport())).find(([kind]) => kind === "complete");
    expect(complete?.[1]).toMatchObject({ count: 6, fail: 4, pass: 2 });
  });

  it("sees scenarios as tests of their configuration, with their directives", () => {
    expect(testsIn(below(redReport(), 1)).map(({ ok, name, skip }) => [ok, name, skip])).toEqual([
      [true, "build", false],
      [false, "cup", false],
      [true, "saucer", false],
      [true, "jug # XFAIL accepted by the policy", false],
      [false, "kettle # TIMEOUT", false],
      [true, "spoon", "not applicable to x86_64"],
    ]);
  });

  it("sees a build error once, and the rest of that configuration as skipped", () => {
    const tests = testsIn(below(redReport(), 2));
    expect(tests.map(({ ok }) => ok)).toEqual([false, true, true, true, true, true]);
    expect(new Set(tests.slice(1).map(({ skip }) => skip))).toEqual(
      new Set(["the after side does not build"]),
    );
    expect(below(redReport(), 2).match(/undeclared/g)).toHaveLength(1);
  });

  it("sees that a configuration which a tree lacks is skipped, and why", () => {
    expect(
      topOf(lackingReport())
        .slice(0, 4)
        .map(({ ok, name, skip }) => [ok, name, skip]),
    ).toEqual([
      [true, "patch", false],
      [true, "x86_64", false],
      [true, "x86_32-pae", "the tree has PV guests on x86_64 alone"],
      [false, "x86_32-pae-highmem", false],
    ]);
  });

  it("sees a failure where nothing can be said of a patch, though every scenario passes", () => {
    expect(topOf(untoldReport()).map(({ ok, name }) => [ok, name])).toEqual([
      [false, "patch"],
      [true, "x86_64"],
    ]);
    expect(topOf(greenReport()).every(({ ok }) => ok)).toBe(true);
  });

  it("is told of each run its own step and its own values", () => {
    const text = below(twiceReport(), 1);
    expect(text).toMatch(/^# cup: problem 1: .*step 2, .*:121 in .*48 bytes/m);
    expect(text).toMatch(/^# jug: problem 1: .*step 7, .*:125 in .*96 bytes/m);
  });

  it("takes a hostile subject for one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        expect(topOf(hostileReport(text))).toHaveLength(3);
      }),
    );
  });
});

describe("subtests", () => {
  it("begin with version, name and plan, as KUnit's do", () => {
    const lines = render("ktap", redReport()).split("\n");
    const at = lines.indexOf("  # Subtest: x86_64");
    expect(lines.slice(at - 1, at + 2)).toEqual(["  KTAP version 1", "  # Subtest: x86_64", "  1..6"]);
    expect(lines.indexOf("not ok 2 x86_64")).toBeGreaterThan(at);
  });
});

/** The kernel's own parser, where a whole tree is at hand. */
function kunitFolder(): string | null {
  const trees = process.env["HUNKBOX_TREES"] ?? "";
  if (trees === "" || !existsSync(trees)) return null;
  const folders = readdirSync(trees).map((name) => join(trees, name, "tools", "testing", "kunit"));
  return folders.toSorted().findLast((dir) => existsSync(join(dir, "kunit_parser.py"))) ?? null;
}

/** What the parser says for people goes to the same stream: its lines begin with a time. */
const READ = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import kunit_parser
for path in sys.argv[2:]:
    with open(path, encoding="utf8") as file:
        test = kunit_parser.parse_run_tests(file.read().split("\\n"))
    c = test.counts
    print("counts", json.dumps([test.status.name, c.passed, c.failed, c.crashed, c.skipped, c.errors]))
`;

describe("KUnit's parser", () => {
  const folder = kunitFolder();
  const python = programPath("python3");

  it.skipIf(folder === null || python === null)(
    "counts what passes, fails and is skipped, and finds no error",
    () => {
      const dir = tempDir();
      const hostile = [
        "ok 1 x",
        "# Subtest: x",
        "KTAP version 1",
        "1..3",
        "reboot: System halted",
        "- a",
        "\ud800",
      ];
      const reports = [
        ...[redReport(), greenReport(), seriesReport(), lackingReport(), manyReport(), untoldReport()],
        ...hostile.flatMap((text) => [hostileReport(text), hostileReport(`a\n${text}`)]),
      ];
      const paths = reports.map((report, i) => {
        const path = join(dir, `${i}.ktap`);
        writeFileSync(path, render("ktap", report));
        return path;
      });
      const text = execFileSync(python!, ["-c", READ, folder!, ...paths], { encoding: "utf8" });
      const read = text
        .split("\n")
        .flatMap((line) => (line.startsWith("counts ") ? [JSON.parse(line.slice(7)) as unknown[]] : []));
      expect(read.slice(0, 6)).toEqual([
        ["FAILURE", 6, 4, 0, 6, 0],
        ["SUCCESS", 5, 0, 0, 0, 0],
        ["FAILURE", 10, 1, 0, 0, 0],
        ["FAILURE", 4, 5, 0, 3, 0],
        ["FAILURE", 3, 13, 0, 1, 0],
        ["FAILURE", 4, 1, 0, 0, 0],
      ]);
      expect(new Set(read.slice(6).map((one) => JSON.stringify(one))).size).toBe(1);
      expect(read[6]?.slice(3)).toEqual([0, 2, 0]);
    },
  );
});
