// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../harness/base/base.ts";
import { makeViews } from "../../harness/base/make-views.ts";
import { miniatureBase } from "../../harness/base/miniature-base.ts";
import { Cache } from "../../harness/compile/cache/cache.ts";
import type { Patch } from "../../harness/patch/series.ts";
import { parse, referenceText } from "../support/check.ts";
import { tempDir } from "../support/temp-dir.ts";

describe("the miniature, filled from the reference patch", () => {
  const cache = new Cache(tempDir());
  let reference: Patch;
  let base: Base;
  beforeAll(async () => {
    reference = (await parse(referenceText())).patches[0]!;
    base = miniatureBase(reference, cache);
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
      const lines = base.read(oldPath ?? "")!.split("\n");
      for (const hunk of hunks) {
        const old = hunk.lines.filter(({ op }) => op !== "+").map(({ text }) => text);
        expect(lines.slice(hunk.oldStart - 1, hunk.oldStart - 1 + old.length), `${oldPath}`).toEqual(old);
      }
    }
  });

  it("has no slot left", () => {
    for (const { oldPath } of reference.files) expect(base.read(oldPath ?? "")).not.toMatch(/^#pragma hunk/m);
  });

  it("is exported once", () => {
    expect(miniatureBase(reference, cache).tree.dir).toBe(base.tree.dir);
    expect(readdirSync(cache.dir).filter((name) => name.startsWith("miniature-"))).toHaveLength(1);
  });

  it("says which files of the kernel it has", () => {
    for (const { oldPath } of reference.files) expect(base.missingFileHint).toContain(oldPath);
  });

  it("is refused for a patch that touches a file it has no place for", () => {
    const file = { ...reference.files[0]!, oldPath: "kernel/sched.c" };
    expect(() => miniatureBase({ ...reference, files: [...reference.files, file] }, cache)).toThrow(
      "kernel/sched.c: in the reference patch, but not in csrc/miniature",
    );
  });
});
