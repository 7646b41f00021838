// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../harness/base/base.ts";
import { makeViews } from "../../harness/base/make-views.ts";
import { skeletonBase } from "../../harness/base/skeleton-base.ts";
import type { Patch } from "../../harness/patch/series.ts";
import { parse, referenceText } from "../support/check.ts";

describe("the skeleton, filled from the reference patch", () => {
  let reference: Patch;
  let base: Base;
  beforeAll(async () => {
    reference = (await parse(referenceText())).patches[0]!;
    base = skeletonBase(reference);
  });

  it("takes every hunk of the patch at the very line that its header names", () => {
    const { placed } = makeViews(base, [reference], false);
    expect(placed).toHaveLength(18);
    for (const { path, hunk, line, newLine, offset, fuzz } of placed) {
      expect({ path, line, newLine, offset, fuzz }).toEqual({
        path,
        line: hunk.oldStart,
        newLine: hunk.newStart,
        offset: 0,
        fuzz: 0,
      });
    }
  });

  it("holds each old line of each hunk at its number", () => {
    for (const { oldPath, hunks } of reference.files) {
      const lines = base.files.get(oldPath ?? "")!.split("\n");
      for (const hunk of hunks) {
        const old = hunk.lines.filter(({ op }) => op !== "+").map(({ text }) => text);
        expect(lines.slice(hunk.oldStart - 1, hunk.oldStart - 1 + old.length), `${oldPath}`).toEqual(old);
      }
    }
  });

  it("has no slot left", () => {
    for (const [path, text] of base.files) expect(text, path).not.toMatch(/^#pragma hunk/m);
  });

  it("says which files it has", () => {
    for (const path of base.files.keys()) expect(base.missingFileHint).toContain(path);
  });

  it("is refused for a patch that touches a file it has no place for", () => {
    const file = { ...reference.files[0]!, oldPath: "kernel/sched.c" };
    expect(() => skeletonBase({ ...reference, files: [...reference.files, file] })).toThrow(
      "kernel/sched.c: in the reference patch, but not in csrc/skeleton",
    );
  });
});
