// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { type BackportResult, checkBackport } from "../../harness/backport/check-backport.ts";
import { stackBase } from "../../harness/base/stack-base.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../harness/compile/flavour.ts";
import { reverseFilePatch } from "../../harness/patch/diff/reverse-file-patch.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import type { Patch } from "../../harness/patch/series.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { type ExpectedPatch, expectedPatches } from "./expected-patch.ts";
import { openKernel } from "./open-kernel.ts";

/**
 * Both kernels get a bug of ours; the upstream patch mends it on 6.12, and the backport mends it on 6.1, or not quite.
 */
const NAMES = [
  "mmap-error-keeps-lock",
  "kernel-status-unchecked",
  "pte-offset-lost",
  "kernel-unmap-batch-short",
  "allocation-unchecked",
  "free-twice",
  "p2m-not-cleared",
];

/** A mended bug that is mended in another way than upstream: what the backport adds, and what it adds in its place. */
const MUTATED: readonly (readonly [bug: string, what: string, from: string, to: string])[] = [
  ["kernel-status-unchecked", "one condition changed", "} else if (!err)", "} else if (err)"],
  ["kernel-unmap-batch-short", "one bound changed", "count) ?: ret", "count / 2) ?: ret"],
  ["mmap-error-keeps-lock", "its error path goes elsewhere", "goto unlock_out;", "goto out_put_map;"],
  ["allocation-unchecked", "its error path dropped", "return NULL;", ";"],
];

const back = (patch: Patch): Patch => ({ ...patch, files: patch.files.toReversed().map(reverseFilePatch) });

/** A patch with one text of the lines that it adds replaced. */
const edited = (patch: Patch, from: string, to: string): Patch => ({
  ...patch,
  files: patch.files.map((file) => ({
    ...file,
    hunks: file.hunks.map((hunk) => ({
      ...hunk,
      lines: hunk.lines.map((line) =>
        line.op === "+" ? { ...line, text: line.text.replace(from, to) } : line,
      ),
    })),
  })),
});

/** A patch without one of its hunks, of its first file. */
const without = (patch: Patch, number: number): Patch => {
  const [file, ...others] = patch.files;
  return {
    ...patch,
    files: [{ ...file!, hunks: file!.hunks.filter((_, i) => i !== number - 1) }, ...others],
  };
};

const kernels = await Promise.all([openKernel("6.12"), openKernel("6.1")]);
const [newer, older] = kernels;
const missing = kernels.flatMap((kernel) => ("missing" in kernel ? [kernel.missing] : []));

if (newer === undefined || older === undefined || "missing" in newer || "missing" in older) {
  describe.skip(`backports from 6.12 to 6.1, which cannot be had: ${missing[0]}`, () => {
    it("are compared", () => {});
  });
} else {
  const bug = (name: string): ExpectedPatch =>
    expectedPatches("bug", "6.1").find((one) => one.name === name)!;
  const patchOf = async (name: string): Promise<Patch> => {
    const { patches } = await parseSeries(Buffer.from(bug(name).text), `${name}.patch`);
    return patches[0]!;
  };
  const compare = async (name: string, mutate: (fix: Patch) => Patch): Promise<BackportResult> => {
    const { scenarios } = bug(name);
    const broken = await patchOf(name);
    const fix = back(broken);
    return await checkBackport({
      upstream: { base: stackBase(newer.base, [broken]), patches: [fix] },
      backport: { base: stackBase(older.base, [broken]), patches: [mutate(fix)] },
      configs: ["x86_64"],
      scenarios: loadCatalogue().filter(({ id }) => scenarios.length === 0 || scenarios.includes(id)),
      flavours: INSTRUMENTED,
      cache: openCache(),
      progress: () => {},
    });
  };

  describe.each(NAMES)("a fix of %s, carried from 6.12 to 6.1", (name) => {
    it("is faithful as it is", async () => {
      const { verdict, comparisons } = await compare(name, (fix) => fix);
      expect(verdict, verdict.line).toMatchObject({ name: "faithful", exitCode: 0 });
      const invariant = bug(name).findings[0]?.rules[0];
      const kept = comparisons.filter(({ fate, kind }) => fate === "kept" && kind === "invariant");
      expect(kept.map(({ what }) => what)).toContain(invariant);
    });
  });

  describe("a fix that is not quite what upstream has", () => {
    it.each(MUTATED)("(%s, %s) has lost what upstream mends", async (name, _, from, to) => {
      const { verdict, comparisons, hunks } = await compare(name, (fix) => edited(fix, from, to));
      expect(verdict, verdict.line).toMatchObject({ name: "not-faithful", exitCode: 1 });
      const invariant = bug(name).findings[0]?.rules[0];
      const lost = comparisons.filter(({ fate, kind }) => fate === "lost" && kind === "invariant");
      expect(lost.map(({ what }) => what)).toContain(invariant);
      expect(hunks.map(({ state }) => state)).toContain("altered");
    });

    it("has lost it with its hunk", async () => {
      const { verdict, hunks } = await compare("pte-offset-lost", (fix) => without(fix, 1));
      expect(verdict, verdict.line).toMatchObject({ name: "not-faithful", exitCode: 1 });
      expect(hunks.map(({ state }) => state)).toEqual(["missing", "there"]);
    });

    it("is not taken for faithful where no scenario reaches what its hunk changes", async () => {
      const { verdict, unshown } = await compare("pte-offset-lost", (fix) => without(fix, 2));
      expect(verdict, verdict.line).toMatchObject({ name: "not-comparable", exitCode: 4 });
      expect(unshown.map(({ number }) => number)).toEqual([2]);
    });
  });
}
