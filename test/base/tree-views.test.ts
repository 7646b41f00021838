// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ApplyError } from "../../harness/base/apply/apply-error.ts";
import type { Base } from "../../harness/base/base.ts";
import { checkBlobs } from "../../harness/base/git/check-blobs.ts";
import { makeViews, type Views } from "../../harness/base/make-views.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
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

  it("of a file that is a link, or below one, is refused", async () => {
    const on = base();
    symlinkSync("p2m.c", join(on.tree!.dir, "arch/x86/xen/old.c"));
    symlinkSync("xen", join(on.tree!.dir, "arch/x86/old"));
    for (const path of ["arch/x86/xen/old.c", "arch/x86/old/p2m.c"]) {
      const { failure } = await refusal(CHANGE.replaceAll(P2M, path), on);
      expect(failure).toMatchObject({ file: path, hint: "patch the file that it leads to" });
      expect(failure.reason).toContain("is a symbolic link");
    }
  });
});

/** Two functions that differ in their names; the second may have the check that the patch puts in. */
const body = (name: string, more = ""): string =>
  `int ${name}(int n)\n{\n\tint i;\n\n${more}\tfor (i = 0; i < n; i++)\n\t\tone(i);\n\treturn n;\n}\n\n`;
const CHECKED = "\tif (!n)\n\t\treturn 0;\n\n";
const ADD = [
  `--- a/${P2M}`,
  `+++ b/${P2M}`,
  "@@ -11,6 +11,9 @@ int clear(int n)",
  ...[" {", " \tint i;", " ", "+\tif (!n)", "+\t\treturn 0;", "+"],
  ...[" \tfor (i = 0; i < n; i++)", " \t\tone(i);", " \treturn n;", ""],
].join("\n");

describe("a patch that is reversed", () => {
  const without = body("set") + body("clear");
  const patched = body("set") + body("clear", CHECKED);

  it("is taken back from a tree that has it, and nowhere put on a second time", async () => {
    // the other function reads as the patch wants it, and at the very line
    for (const text of [patched, `/* one */\n${patched}`]) {
      const { before, after, isTakenBack, placed } = await views(ADD, true, base({ [P2M]: text }));
      expect(isTakenBack).toBe(true);
      expect([before.read(P2M), after.read(P2M)]).toEqual([text, text.replace(CHECKED, "")]);
      expect(placed).toHaveLength(1);
      const offset = text === patched ? 0 : 1;
      expect(placed[0]).toMatchObject({ line: 11 + offset, newLine: 11 + offset, offset, fuzz: 0 });
    }
  });

  it("is taken back even where it could be put on in another place", async () => {
    const remove = ADD.replaceAll("\n+", "\n-").replace("11,6 +11,9 @@ int clear(int n)", "14,9 +14,6 @@");
    const text = `/* one */\n${body("set", CHECKED)}${body("clear")}`;
    const { after, isTakenBack } = await views(remove.replace("\n-++", "\n+++"), true, base({ [P2M]: text }));
    expect(isTakenBack).toBe(true);
    expect(after.read(P2M)).toBe(`/* one */\n${body("set", CHECKED)}${body("clear", CHECKED)}`);
  });

  it("is put on a tree that lacks it, for the before side", async () => {
    const { before, after, isTakenBack } = await views(ADD, true, base({ [P2M]: without }));
    expect(isTakenBack).toBe(false);
    expect([before.read(P2M), after.read(P2M)]).toEqual([patched, without]);
  });

  it("is taken back rather than put on where both need fuzz", async () => {
    const text = body("set").replace("n; i++", "n; i--") + body("clear", CHECKED).replace("int i", "long i");
    const { after, isTakenBack, placed } = await views(ADD, true, base({ [P2M]: text }));
    expect([isTakenBack, placed[0]?.fuzz]).toEqual([true, 2]);
    expect(after.read(P2M)).toBe(text.replace(CHECKED, ""));
  });

  it("is taken back patch by patch, the last one first", async () => {
    const more = ADD.replaceAll("11,6 +11,9", "11,9 +11,10").replace(
      "+\tif (!n)\n+\t\treturn 0;\n+\n",
      " \tif (!n)\n \t\treturn 0;\n+\tx();\n \n",
    );
    const mails = [ADD, more].map(
      (diff, i) =>
        `From a@b.c Mon Jan  1 00:00:00 2024\nFrom: a@b.c\nSubject: [PATCH ${i + 1}/2] x\n\n---\n${diff}`,
    );
    const text = patched.replace("\t\treturn 0;\n", "\t\treturn 0;\n\tx();\n");
    const { before, after, placed } = await views(mails.join("\n"), true, base({ [P2M]: text }));
    expect([before.read(P2M), after.read(P2M)]).toEqual([text, without]);
    expect(placed.map(({ hunk }) => hunk.newLines)).toEqual([9, 10]);
  });

  it("and fits neither way is refused: the error is about taking it back, and names the other way", async () => {
    const on = base({ [P2M]: body("set").replace("one", "two") });
    const { message, failure, what } = await refusal(ADD, on, true);
    expect(what).toBe("taken back, the patch");
    expect(failure).toMatchObject({ header: "@@ -11,6 +11,9 @@", nearest: { of: 9 }, alreadyApplied: false });
    expect(message).toContain("nor can it be put on: ");
  });

  it("and is there in part is refused", async () => {
    const two =
      ADD +
      ADD.split("\n").slice(2).join("\n").replace("-11,6 +11,9", "-20,6 +23,9").replace("clear", "fill");
    const on = base({ [P2M]: patched + body("fill") });
    const { failure } = await refusal(two, on, true);
    expect(failure).toMatchObject({ hunk: 2, alreadyApplied: false });
    expect(failure.hint).toContain("the base lacks this part of the patch");
  });
});

describe("a patch that the tree has", () => {
  it("is refused, although another function would take it", async () => {
    const on = base({ [P2M]: body("set") + body("clear", CHECKED) });
    expect((await refusal(ADD, on)).failure).toMatchObject({ hunk: 1, alreadyApplied: true });
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
