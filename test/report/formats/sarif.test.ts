// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log, Run } from "sarif";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import { INVARIANTS } from "../../../harness/judge/invariants/index.ts";
import {
  greenReport,
  hostileReport,
  MANY_PROBLEMS,
  manyReport,
  redReport,
  seriesReport,
  untoldReport,
} from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";
import { tempDir } from "../../support/temp-dir.ts";

const runOf = (report: GateReport): Run => (JSON.parse(render("sarif", report)) as Log).runs[0]!;

describe("SARIF", () => {
  it("has what does not build, what fails, and what is accepted as suppressed", () => {
    const results = runOf(redReport()).results!;
    expect(results.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.justification])).toEqual([
      ["build", undefined],
      ["hang", undefined],
      ["memory-leak", undefined],
      ["outcome", "an error is right there"],
    ]);
    expect(results[2]?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: "drivers/xen/gntdev.c" },
      region: { startLine: 121 },
    });
  });

  it("has build errors, then problems in their order, each with what follows from it", () => {
    const texts = runOf(manyReport()).results!.map(({ message }) => message.text ?? "");
    expect(texts.slice(0, 2).map((text) => /such thing as (\w+)/.exec(text)?.[1])).toEqual(["oak", "pine"]);
    expect(texts[3]).toMatch(/^Follows from problem 1: grant leak: alder\./);
    const heads = texts.filter((text) => text.startsWith("Problem "));
    expect(heads.map((text) => /^Problem \d+: grant leak: (\w+)\./.exec(text)?.[1])).toEqual([
      ...MANY_PROBLEMS,
    ]);
  });

  it("names rules by their titles, and helps with why they matter", () => {
    const { results, tool } = runOf(redReport());
    const rules = tool.driver.rules!;
    for (const { ruleId, ruleIndex } of results!) expect(rules[ruleIndex!]?.id).toBe(ruleId);
    const leak = INVARIANTS.find(({ id }) => id === "memory-leak")!;
    const rule = rules.find(({ id }) => id === "memory-leak")!;
    expect(rule).toMatchObject({ name: "MemoryLeak", shortDescription: { text: "Memory leak." } });
    expect(rule.help?.text?.toLowerCase()).toContain(leak.why.toLowerCase());
  });

  it("has a fingerprint of each finding that does not depend on lines", () => {
    const results = runOf(redReport()).results!.slice(1);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints!["hunkboxSignature/v1"]);
    expect(new Set(prints).size).toBe(prints.length);
    expect(prints).toEqual(
      redReport().patches[0]!.findings.flatMap(({ fingerprint, status }) =>
        status === "fails" || status === "accepted" ? [fingerprint] : [],
      ),
    );
  });

  it("steps through each stack from its outermost caller, and relates where the object was made", () => {
    const leak = runOf(hostileReport("a")).results!.find(({ ruleId }) => ruleId === "memory-leak")!;
    expect(leak.codeFlows?.map(({ message }) => message?.text)).toEqual([
      "how the kernel came there",
      "where the object was allocated",
      "where the object was freed",
    ]);
    expect(leak.relatedLocations?.map(({ message }) => message?.text)).toEqual([
      "the object was allocated here",
      "the object was freed here",
    ]);
  });

  it("does not call an analysis successful of which nothing can be said", () => {
    const of = (report: GateReport) => runOf(report).invocations![0]!;
    expect(of(redReport()).executionSuccessful).toBe(true);
    for (const report of [untoldReport(), seriesReport()]) {
      expect(of(report).executionSuccessful).toBe(false);
      expect(of(report).toolExecutionNotifications?.map(({ level }) => level)).toContain("error");
    }
  });

  it("notes what is mended", () => {
    const notes = runOf(manyReport()).invocations![0]!.toolExecutionNotifications!;
    expect(
      notes.map(({ level, message }) => [level, /mended \d+: (.*?)\./.exec(message.text!)?.[1]]),
    ).toEqual([
      ["note", "grant leak: tansy"],
      ["note", "grant leak: sedge"],
    ]);
  });

  const validator = process.env["HUNKBOX_SARIF_MULTITOOL"];
  it.skipIf(!validator)("fits its schema, as Microsoft's validator reads it", () => {
    const dir = tempDir();
    const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
    const reports = [
      ...[redReport(), greenReport(), seriesReport(), manyReport(), untoldReport()],
      ...[hostileReport('a b%#?"\\'), hostileReport("\ud800]]>\n|")],
    ];
    for (const [i, report] of reports.entries()) {
      const path = join(dir, `${i}.sarif`);
      writeFileSync(path, render("sarif", report));
      const text = execFileSync(validator!, ["validate", path, "--output", `${path}.out`], {
        encoding: "utf8",
        env,
      });
      expect(text.split("\n").filter((line) => line.includes(": error "))).toEqual([]);
    }
  });
});
