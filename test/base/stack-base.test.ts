// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ApplyError } from "../../harness/base/apply/apply-error.ts";
import type { Base } from "../../harness/base/base.ts";
import { makeViews } from "../../harness/base/make-views.ts";
import { stackBase } from "../../harness/base/stack-base.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import type { Patch } from "../../harness/patch/series.ts";
import { FAKE_TREE, writeFiles } from "../support/fake-tree.ts";
import { tempDir } from "../support/temp-dir.ts";

const A = "arch/x86/xen/p2m.c";
const B = "drivers/xen/extra.c";

const change = (path: string, from: string, to: string): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${from}\n+${to}\n`;
const remove = `diff --git a/${B} b/${B}\ndeleted file mode 100644\n--- a/${B}\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n`;
const create = `diff --git a/${B} b/${B}\nnew file mode 100644\n--- /dev/null\n+++ b/${B}\n@@ -0,0 +1 @@\n+new\n`;

async function patches(...diffs: string[]): Promise<Patch[]> {
  const series = await Promise.all(diffs.map((diff) => parseSeries(Buffer.from(diff), "test.diff")));
  return series.flatMap((one) => one.patches);
}

function tree(): Base {
  const dir = join(realpathSync(tempDir()), "tree");
  writeFiles(dir, { ...FAKE_TREE, [A]: "one\n", [B]: "old\n" });
  return treeBase(openTree(dir, { from: "at /x", identity: null, kconfig: null }));
}

describe("a kernel tree with patches on it", () => {
  const base = tree;
  it("is itself without any", () => {
    const own = base();
    expect(stackBase(own, [])).toBe(own);
  });

  it("has the text that they leave, and takes the next patch", async () => {
    const [first, second] = await patches(change(A, "one", "two"), change(A, "two", "three"));
    const stacked = stackBase(base(), [first!]);
    expect(stacked.read(A)).toBe("two\n");
    expect(stacked.read(B)).toBe("old\n");
    const { before, after } = makeViews(stacked, [second!], false);
    expect([before.read(A), after.read(A)]).toEqual(["two\n", "three\n"]);
  });

  it("shows what they changed to patches that do not touch it", async () => {
    const [first, second] = await patches(change(A, "one", "two"), change(B, "old", "new"));
    const { before, after } = makeViews(stackBase(base(), [first!]), [second!], false);
    expect([before.read(A), after.read(A)]).toEqual(["two\n", "two\n"]);
  });

  it("lacks what they delete, until a patch puts it back", async () => {
    const [gone, other, back] = await patches(remove, change(A, "one", "two"), create);
    const stacked = stackBase(base(), [gone!]);
    expect(stacked.read(B)).toBeNull();
    expect(makeViews(stacked, [other!], false).after.read(B)).toBeNull();
    expect(makeViews(stacked, [back!], false).after.read(B)).toBe("new\n");
  });

  it("refuses a patch that does not apply to what is there by then", async () => {
    const [first, again] = await patches(change(A, "one", "two"), change(A, "one", "four"));
    expect(() => makeViews(stackBase(base(), [first!]), [again!], false)).toThrow(ApplyError);
  });
});
