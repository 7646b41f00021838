// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ApplyError } from "../../harness/base/apply-error.ts";
import type { Base } from "../../harness/base/base.ts";
import { checkBlobs } from "../../harness/base/check-blobs.ts";
import { makeViews, type Views } from "../../harness/base/make-views.ts";
import { openTree } from "../../harness/base/open-tree.ts";
import { treeBase } from "../../harness/base/tree-base.ts";
import { parse } from "../support/check.ts";
import { FAKE_TREE, writeFiles } from "../support/fake-tree.ts";
import { tempDir } from "../support/temp-dir.ts";

const P2M = "arch/x86/xen/p2m.c";
const MMU = "arch/x86/xen/mmu.c";
const CHANGE = `--- a/${P2M}\n+++ b/${P2M}\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n`;
const CREATE = "--- /dev/null\n+++ b/lib/lid.c\n@@ -0,0 +1,1 @@\n+lid\n";
const DELETE = `--- a/${MMU}\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-four\n-five\n`;
const RENAME = `diff --git a/${MMU} b/arch/x86/xen/mmu_pv.c\nsimilarity index 100%\nrename from ${MMU}\nrename to arch/x86/xen/mmu_pv.c\n`;

const dir = realpathSync(tempDir());
let made = 0;

function base(files: Readonly<Record<string, string>> = {}): Base {
  const path = join(dir, `tree-${++made}`);
  writeFiles(path, { ...FAKE_TREE, ...files });
  return treeBase(openTree(path, { from: "at /x", identity: null, kconfig: null }));
}

async function views(diff: string, reverse = false, on = base()): Promise<Views> {
  return makeViews(on, (await parse(diff)).patches, reverse);
}

async function refusal(diff: string, on = base(), reverse = false): Promise<ApplyError> {
  const error = await views(diff, reverse, on).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApplyError);
  return error as ApplyError;
}

describe("a view of a tree", () => {
  it("holds what the patch touches, and reads the rest", async () => {
    const { before, after } = await views(CHANGE);
    expect([...before.files]).toEqual([[P2M, "one\ntwo\nthree\n"]]);
    expect([...after.files]).toEqual([[P2M, "one\nTWO\nthree\n"]]);
    for (const side of [before, after]) expect(side.read("include/xen/page.h")).toBe("page\n");
    expect(after.read(P2M)).toBe("one\nTWO\nthree\n");
    expect(after.read("include/none.h")).toBeNull();
  });

  it("lacks what the patch deletes or renames, on that side alone", async () => {
    for (const diff of [DELETE, RENAME]) {
      const { before, after } = await views(diff);
      expect([[...before.removed], [...after.removed]]).toEqual([[], [MMU]]);
      expect([before.read(MMU), after.read(MMU)]).toEqual(["four\nfive\n", null]);
    }
  });

  it("has what the patch creates, on that side alone", async () => {
    const { before, after } = await views(CREATE);
    expect([before.read("lib/lid.c"), after.read("lib/lid.c")]).toEqual([null, "lid\n"]);
    expect(before.removed.size + after.removed.size).toBe(0);
  });

  it("reversed has the patch before", async () => {
    const { before, after } = await views(CHANGE + DELETE, true);
    expect([before.read(P2M), after.read(P2M)]).toEqual(["one\nTWO\nthree\n", "one\ntwo\nthree\n"]);
    expect([before.read(MMU), after.read(MMU)]).toEqual([null, "four\nfive\n"]);
  });

  it("reversed is the same if the tree has the patch", async () => {
    const diff = CHANGE + CREATE;
    const patched = base({ [P2M]: "one\nTWO\nthree\n", "lib/lid.c": "lid\n" });
    const { before, after, placed } = await views(diff, true, patched);
    expect([before.read(P2M), after.read(P2M)]).toEqual(["one\nTWO\nthree\n", "one\ntwo\nthree\n"]);
    expect([before.read("lib/lid.c"), after.read("lib/lid.c")]).toEqual(["lid\n", null]);
    expect([...after.removed]).toEqual(["lib/lid.c"]);
    expect(placed.map(({ line, offset, fuzz }) => [line, offset, fuzz])).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });
});

describe("a patch on a tree", () => {
  it("applies at an offset and with fuzz, and says so", async () => {
    const moved = base({ [P2M]: "zero\none\ntwo\nthree\n" });
    expect((await views(CHANGE, false, moved)).placed).toMatchObject([{ line: 2, offset: 1, fuzz: 0 }]);
    const wide = CHANGE.replace("-1,3 +1,3 @@\n", "-1,5 +1,5 @@\n zero\n").concat(" four\n");
    const changed = base({ [P2M]: "ZERO\none\ntwo\nthree\nfour\n" });
    expect((await views(wide, false, changed)).placed).toMatchObject([{ line: 1, offset: 0, fuzz: 1 }]);
  });

  it("that does not apply names the hunk, the nearest place and the tree", async () => {
    const { failure } = await refusal(CHANGE, base({ [P2M]: "x\none\n2\nthree\n" }));
    expect(failure).toMatchObject({
      file: P2M,
      hunk: 1,
      nearest: { line: 2, differs: { line: 3, found: "2" } },
    });
    expect(failure.hint).toContain("linux 6.1.7 at /x");
  });

  it("for a file that is not there, or not within the tree, says which", async () => {
    const on = base();
    symlinkSync("/etc/passwd", join(on.tree!.dir, "lib/passwd.c"));
    for (const path of ["lib/none.c", "lib/passwd.c"]) {
      const { message } = await refusal(CHANGE.replaceAll(P2M, path), on);
      expect(message).toContain(`${path}: is not in the base "linux 6.1.7 at /x"`);
    }
  });

  it("that renames onto a file that is there is refused", async () => {
    const { message } = await refusal(RENAME.replaceAll("arch/x86/xen/mmu_pv.c", P2M));
    expect(message).toContain(`${P2M}: exists already`);
  });

  it("that fits neither way is refused by the way that was meant", async () => {
    const { failure } = await refusal(CHANGE, base({ [P2M]: "nothing\n" }), true);
    expect(failure.nearest).toBeNull();
  });
});

describe("blob ids", () => {
  const diff = (blob: string, after = "1111111") =>
    `diff --git a/${P2M} b/${P2M}\nindex ${blob}..${after} 100644\n${CHANGE}`;
  // git hash-object of "one\ntwo\nthree\n", and of the text with TWO
  const OLD = "4cb29ea";
  const NEW = "ddc897f";

  it("that are those of the tree are not worth a word", async () => {
    expect(checkBlobs(base(), (await parse(diff(OLD))).patches, false)).toEqual([]);
  });

  it("that are others are told", async () => {
    const [line, ...more] = checkBlobs(base(), (await parse(diff("1234567"))).patches, false);
    expect(more).toEqual([]);
    expect(line).toBe(`${P2M} is blob 4cb29ea38f70 in linux 6.1.7 at /x; the patch was made against 1234567`);
  });

  it("of a tree that has the patch are right where the patch is taken back", async () => {
    const patched = base({ [P2M]: "one\nTWO\nthree\n" });
    const { patches } = await parse(diff(OLD, NEW));
    expect(checkBlobs(patched, patches, true)).toEqual([]);
    expect(checkBlobs(patched, patches, false)).toHaveLength(1);
  });
});
