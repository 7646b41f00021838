// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { GateFinding, GatePatch, Problem } from "../../harness/gate/gate-report.ts";
import { patchOfCheck } from "../../harness/gate/patch-of-check.ts";
import type { CheckResult } from "../../harness/judge/check-patch.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import { findScenario } from "../../harness/scenario/find-scenario.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { checkText, parse, referenceText } from "../support/check.ts";

/*
 * The main job on the project's own patch. What is asserted is what a reader of the patch can verify by hand.
 */
describe("the reference patch", () => {
  let result: CheckResult;
  beforeAll(async () => {
    result = await checkText(referenceText());
  });

  const findings = (config: string): readonly Finding[] =>
    result.configs.find((one) => one.config === config)?.findings ?? [];

  it("has its purpose fixed where both sides build", () => {
    for (const config of ["x86_64", "x86_32-pae-highmem"]) {
      const fixed = findings(config).filter(
        (one) => one.class === "fixed" && one.invariant === "kernel-view",
      );
      expect(fixed.length, config).toBeGreaterThan(0);
      const still = findings(config).filter(
        (one) => one.invariant === "kernel-view" && one.scenario === "user-map-one-page",
      );
      expect(
        still.filter((one) => one.class !== "fixed"),
        config,
      ).toEqual([]);
    }
  });

  it("does not build after, in x86_32-pae alone, at the call of a function that HIGHMEM guards", () => {
    const broken = result.configs.filter(({ after }) => after.module === null);
    expect(broken.map(({ config }) => config)).toEqual(["x86_32-pae"]);
    expect(broken[0]!.before.module).not.toBeNull();
    const [error] = broken[0]!.after.errors;
    expect(error).toMatchObject({ file: "arch/x86/xen/mmu.c", line: 617 });
    expect(error!.message).toContain("xen_unmap_granted_page");
  });

  it.each(["memory-leak", "status-ignored", "bad-hypercall", "grant-leak", "implicit-unmap"])(
    "regresses in %s, each at a line of the patch",
    (invariant) => {
      const found = findings("x86_32-pae-highmem").filter(
        (one) => one.class === "regressed" && one.invariant === invariant,
      );
      expect(found.length).toBeGreaterThan(0);
      expect(found.some(({ place }) => place.hunk !== null && place.side === "after")).toBe(true);
    },
  );

  it("names the allocation that nobody frees", () => {
    const leaks = findings("x86_64").filter(
      (one) => one.invariant === "memory-leak" && one.class === "regressed",
    );
    expect(new Set(leaks.map(({ place }) => `${place.file}:${place.line}`))).toEqual(
      new Set(["drivers/xen/gntdev.c:120"]),
    );
    expect(leaks[0]!.place.code).toContain("kmap_ops");
  });

  it("judges the configurations that build although one does not", () => {
    for (const { config, scenarios } of result.configs) {
      const ran = scenarios.filter((one) => one.class !== "not-run");
      expect(ran.length > 0, config).toBe(config !== "x86_32-pae");
    }
    expect(result.verdict.exitCode).toBe(3);
  });

  it("turned around, turns fixed into regressed and regressed into fixed", async () => {
    const back = await checkText(referenceText(), { reverse: true });
    for (const [i, { config, findings: forth }] of result.configs.entries()) {
      const fixed = forth.filter((one) => one.class === "fixed" && !one.unreached);
      const found = back.configs[i]!.findings;
      // where both sides are wrong about the same entry, one mistake hides the other; some regression is left
      for (const { scenario, signature } of fixed) {
        const here = found.filter((one) => one.scenario === scenario);
        const isTold = here.some((one) => one.signature === signature && one.class !== "fixed");
        expect(isTold, `${config}: ${scenario}: ${signature}`).toBe(true);
        expect(here.map((one) => one.class)).toContain("regressed");
      }
    }
    expect(back.configs[1]!.before.module).toBeNull();
    expect(back.configs[1]!.after.module).not.toBeNull();
  });

  describe("as problems", () => {
    let patch: GatePatch;
    beforeAll(async () => {
      patch = patchOfCheck(result, await parse(referenceText()), { reverse: false, configsChosen: false });
    });

    const headOf = ({ head }: Problem): GateFinding => patch.findings[head]!;

    it("has few of them for its findings, the leak that every user meets first", () => {
      const failing = patch.problems.filter(({ kind }) => kind === "fails");
      const findings = patch.findings.filter(({ status }) => status === "fails");
      expect(failing.length).toBeLessThan((findings.length * 2) / 3);
      const [first] = failing;
      expect(first).toMatchObject({ number: 1, headline: "memory leak: kmap_ops is never freed" });
      expect(headOf(first!).place).toMatchObject({ file: "drivers/xen/gntdev.c", line: 120 });
      expect(faultsIn(first!.example.scenario)).toEqual([]);
    });

    it("has what a mapping does that nobody takes back follow from its grant leak", () => {
      const leak = patch.problems.find((one) => headOf(one).invariant === "grant-leak");
      const rules = leak!.follows.map((i) => patch.findings[i]!.invariant);
      expect(rules).toEqual(expect.arrayContaining(["pte-restored", "implicit-unmap"]));
      expect(rules).not.toContain("memory-leak");
    });

    it("has last those that need an injected fault", () => {
      const failing = patch.problems.filter(({ kind }) => kind === "fails");
      const needs = failing.map(({ runsWithoutFault }) => runsWithoutFault === 0);
      expect(needs).toEqual(needs.toSorted((a, b) => Number(a) - Number(b)));
      expect(new Set(needs)).toEqual(new Set([false, true]));
      for (const { example, runsWithoutFault } of failing)
        expect(faultsIn(example.scenario).length > 0).toBe(runsWithoutFault === 0);
    });
  });
});

/** What is made to fail in a scenario of the catalogue, or in one derived from it. */
const faultsIn = (id: string): string[] =>
  findScenario(id, loadCatalogue())!
    .steps.map((step) => step.do)
    .filter((verb) => verb.startsWith("fail"));
