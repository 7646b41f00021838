// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "junit2json";
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
import { fixturePath } from "../../support/golden.ts";
import { programPath } from "../../support/program-path.ts";
import { renderFormat as render } from "../../support/render-format.ts";
import { tempDir } from "../../support/temp-dir.ts";

interface Case {
  readonly name: string;
  readonly failure?: readonly { readonly message: string; readonly type: string; readonly inner: string }[];
  readonly error?: readonly { readonly message: string; readonly type: string; readonly inner: string }[];
  readonly skipped?: readonly unknown[];
}
interface Suite {
  readonly name: string;
  readonly testcase: readonly Case[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly skipped?: number;
}

async function suitesOf(report: GateReport): Promise<readonly Suite[]> {
  return ((await parse(render("junit", report))) as unknown as { testsuite: Suite[] }).testsuite;
}

describe("a reader of JUnit", () => {
  it("counts what failed, what is in error and what was left out", async () => {
    expect(await parse(render("junit", redReport()))).toMatchObject({ tests: 17, failures: 5, errors: 0 });
    const suites = await suitesOf(redReport());
    expect(suites.map(({ name, skipped }) => [name, skipped])).toEqual([
      ["patch", 0],
      ["x86_64", 2],
      ["x86_32-pae", 5],
      ["policy", 0],
      ["policy", 0],
    ]);
  });

  it("finds scenarios by configuration, with place and headline", async () => {
    const suites = await suitesOf(redReport());
    const cup = suites.find(({ name }) => name === "x86_64")?.testcase.find(({ name }) => name === "cup");
    expect(cup?.failure?.[0]).toMatchObject({
      message: "memory leak: kmap_ops is never freed",
      type: "memory-leak",
    });
    expect(cup?.failure?.[0]?.inner).toContain("drivers/xen/gntdev.c:121 in gntdev_alloc_map");
  });

  it("is told of each run its own step and its own values", async () => {
    const [, first, second] = (await suitesOf(twiceReport()))[1]!.testcase;
    expect(first?.failure?.[0]?.inner).toContain("step 2, drivers/xen/gntdev.c:121 in");
    expect(first?.failure?.[0]?.inner).toContain("48 bytes stay allocated");
    expect(second?.failure?.[0]?.inner).toContain("step 7, drivers/xen/gntdev.c:125 in");
    expect(second?.failure?.[0]?.inner).toContain("96 bytes stay allocated");
  });

  it("is told of a build error once, and that the scenarios of that configuration are skipped", async () => {
    const suite = (await suitesOf(redReport())).find(({ name }) => name === "x86_32-pae")!;
    const [build, ...others] = suite.testcase;
    expect(build).toMatchObject({ name: "build", failure: [{ type: "does-not-build" }] });
    expect(build?.failure?.[0]?.message).toContain("use of undeclared identifier");
    expect(others).toHaveLength(5);
    for (const { failure, error, skipped } of others)
      expect([failure, error, skipped?.length]).toEqual([undefined, undefined, 1]);
  });

  it("is told what a configuration is not built for, where a tree lacks it", async () => {
    const suite = (await suitesOf(lackingReport())).find(({ name }) => name === "x86_32-pae")!;
    expect(suite.testcase.map(({ failure, error }) => failure ?? error)).toEqual([undefined, undefined]);
  });

  it("finds the problems in the order that all reports have", async () => {
    const [patch] = await suitesOf(redReport());
    expect(patch?.properties?.map(({ name }) => name)).toEqual([
      "build error 1",
      "problem 1",
      "problem 2",
      "accepted 1",
      "mended 3",
    ]);
  });

  it("sees an error where nothing can be said of a patch, though every test passes", async () => {
    const [patch] = await suitesOf(untoldReport());
    expect(patch?.testcase[1]).toMatchObject({ name: "judged", error: [{ type: "not-exercised" }] });
    const [good] = await suitesOf(greenReport());
    expect(good?.testcase.map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  it("sees a patch that does not apply by that name", async () => {
    const suites = await suitesOf(seriesReport());
    const broken = suites.flatMap(({ testcase }) => testcase).filter(({ error }) => error !== undefined);
    expect(broken).toMatchObject([{ name: "applies", error: [{ type: "does-not-apply" }] }]);
  });

  it("takes any text of a mail", async () => {
    const plain = await parse(render("junit", hostileReport("x")));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
        expect(await parse(render("junit", hostileReport(text)))).toMatchObject({ tests: plain!.tests });
      }),
      { numRuns: 50 },
    );
  });

  const xmllint = programPath("xmllint");
  it.skipIf(xmllint === null)("finds nothing that Jenkins' schemas do not know", () => {
    const path = join(tempDir(), "junit.xml");
    for (const report of [
      ...[redReport(), greenReport(), seriesReport(), lackingReport(), manyReport(), untoldReport()],
      ...[hostileReport("]]><x a='\u0001\ufffe'>&"), hostileReport("\ud800")],
    ]) {
      writeFileSync(path, render("junit", report));
      const args = ["--noout", "--schema", fixturePath("gate/junit.xsd"), path];
      expect(() => execFileSync(xmllint!, args, { stdio: "pipe" })).not.toThrow();
    }
  });
});
