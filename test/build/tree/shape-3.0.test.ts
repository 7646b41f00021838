// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "../../../harness/judge/check-patch.ts";
import { checkText, referenceText } from "../../support/check.ts";
import { shapeTree } from "../../support/shape-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** Functions of the runtimes, which are two. */
const OWN = / in (?:ptep_get_and_clear|zap_range|flush_all_zero_pkmaps)$/;

/** A frame number is taken for a pointer there: what it points to differs with the layout of the module. */
const OF_LAYOUT = "override-without-mapping-changed-at-removal";

describe("the reference patch on a tree in the shape of 3.0, and on the skeleton whose code that tree has", () => {
  let onTree: CheckResult;
  let onSkeleton: CheckResult;
  beforeAll(async () => {
    const base = await shapeTree(tempDir());
    [onTree, onSkeleton] = [await checkText(referenceText(), { base }), await checkText(referenceText())];
  }, 120_000);

  it("does not build in the same configuration, and for the same reason", () => {
    const broken = (result: CheckResult) =>
      result.configs
        .filter(({ after }) => after.errors.length > 0)
        .map(({ config, after }) => [config, after.errors.map(({ file, line }) => `${file}:${line}`)]);
    expect(broken(onTree)).toEqual(broken(onSkeleton));
    expect(broken(onTree)).toMatchObject([["x86_32-pae", ["arch/x86/xen/mmu.c:617"]]]);
  });

  it.each(["x86_64", "x86_32-pae-highmem"] as const)("is judged alike in %s", (config) => {
    const judged = (result: CheckResult) => result.configs.find((one) => one.config === config)!;
    const wanted = judged(onTree).scenarios.filter((one) => one.class !== "not-run");
    const ran = new Set(wanted.map(({ id }) => id));
    // steps of all levels are among them
    const missing = judged(onTree).scenarios.flatMap(({ whyNot }) =>
      whyNot?.kind === "not-applicable" ? [whyNot.text] : [],
    );
    const atomics = ["not applicable: this kernel has no kmap_atomic"];
    expect([...new Set(missing)]).toEqual(config === "x86_64" ? [] : atomics);
    if (config === "x86_32-pae-highmem") ran.delete(OF_LAYOUT);
    // kmap is of the runtimes: of a tree's, lines are not counted, and so it stays open what was only hidden before
    const isKmapped = config === "x86_32-pae-highmem";
    const classOf = (kind: string): string => (isKmapped && kind === "revealed" ? "regressed" : kind);
    const told = (result: CheckResult): string[] => {
      const classes = isKmapped ? [] : judged(result).scenarios.map((one) => [one.id, one.class] as const);
      const findings = judged(result)
        .findings.filter((finding) => finding.class !== "changed")
        .map((one) => [one.scenario, `${classOf(one.class)} ${one.signature.replace(OWN, "")}`] as const);
      return [...classes, ...findings]
        .filter(([id]) => ran.has(id))
        .map((line) => line.join(": "))
        .sort();
    };
    expect(told(onTree)).toEqual(told(onSkeleton));
  });
});
