// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { ApplyError } from "../../harness/base/apply/apply-error.ts";
import { makeViews, type Views } from "../../harness/base/make-views.ts";
import { parse } from "../support/check.ts";
import { baseOf } from "../support/views.ts";

const BASE = baseOf(
  new Map([
    ["lib/pot.c", "pot\n"],
    ["lib/cup.c", "one\ntwo\nthree\n"],
  ]),
  "cups",
  "the cupboard holds two files",
);

const CHANGE = "--- a/lib/cup.c\n+++ b/lib/cup.c\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n";

async function views(diff: string, reverse = false): Promise<Views> {
  return makeViews(BASE, (await parse(diff)).patches, reverse);
}

test("before is the base, after has the patch", async () => {
  const { before, after, touched, base } = await views(CHANGE);
  expect(before.files.get("lib/cup.c")).toBe("one\ntwo\nthree\n");
  expect(after.files.get("lib/cup.c")).toBe("one\nTWO\nthree\n");
  expect(after.files.get("lib/pot.c")).toBe("pot\n");
  expect({ touched, base }).toEqual({ touched: ["lib/cup.c"], base: "cups" });
});

test("reversed, the sides are exchanged", async () => {
  const forth = await views(CHANGE);
  const back = await views(CHANGE, true);
  expect([back.before, back.after]).toEqual([forth.after, forth.before]);
});

test("both sides list their files in the same order", async () => {
  const { before, after } = await views(CHANGE);
  expect([...before.files.keys()]).toEqual(["lib/cup.c", "lib/pot.c"]);
  expect([...after.files.keys()]).toEqual([...before.files.keys()]);
});

test("the patches of a series apply one after the other", async () => {
  const mails = [CHANGE, CHANGE.replace("-two", "-TWO").replace("+TWO", "+2")].map(
    (diff, i) =>
      `From a@b.c Mon Jan  1 00:00:00 2024\nFrom: a@b.c\nSubject: [PATCH ${i + 1}/2] step ${i + 1}\nMessage-ID: <${i}@b.c>\n\n---\n${diff}`,
  );
  const { after, placed } = await views(mails.join("\n"));
  expect(after.files.get("lib/cup.c")).toBe("one\n2\nthree\n");
  expect(placed.map(({ path, line }) => [path, line])).toEqual([
    ["lib/cup.c", 1],
    ["lib/cup.c", 1],
  ]);
});

test("a new file is there on the after side alone", async () => {
  const { before, after } = await views("--- /dev/null\n+++ b/lib/lid.c\n@@ -0,0 +1,1 @@\n+lid\n");
  expect([before.files.has("lib/lid.c"), after.files.get("lib/lid.c")]).toEqual([false, "lid\n"]);
});

test("a deleted file is there on the before side alone", async () => {
  const { before, after } = await views("--- a/lib/pot.c\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-pot\n");
  expect([before.files.get("lib/pot.c"), after.files.has("lib/pot.c")]).toEqual(["pot\n", false]);
});

test("a renamed file moves, and both names are touched", async () => {
  const { after, touched } = await views(
    "diff --git a/lib/pot.c b/lib/jug.c\nsimilarity index 100%\nrename from lib/pot.c\nrename to lib/jug.c\n",
  );
  expect([...after.files.keys()]).toEqual(["lib/cup.c", "lib/jug.c"]);
  expect(touched).toEqual(["lib/pot.c", "lib/jug.c"]);
});

test("a copied file is there under both names", async () => {
  const { after } = await views(
    "diff --git a/lib/pot.c b/lib/jug.c\nsimilarity index 100%\ncopy from lib/pot.c\ncopy to lib/jug.c\n",
  );
  expect([after.files.get("lib/pot.c"), after.files.get("lib/jug.c")]).toEqual(["pot\n", "pot\n"]);
});

describe("a patch for a file that the base lacks", () => {
  test("is refused with the file, the line of the patch and what the base has", async () => {
    const error = await views(CHANGE.replaceAll("cup", "mug")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApplyError);
    expect((error as ApplyError).failure).toMatchObject({
      file: "lib/mug.c",
      hunk: 0,
      inputLine: 1,
      reason: 'is not in the base "cups": the cupboard holds two files',
    });
  });

  test("is refused also where an earlier patch of the series deleted it", async () => {
    const gone = "--- a/lib/pot.c\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-pot\n";
    const again = "--- a/lib/pot.c\n+++ b/lib/pot.c\n@@ -1,1 +1,1 @@\n-pot\n+jar\n";
    const patches = [...(await parse(gone)).patches, ...(await parse(again)).patches];
    expect(() => makeViews(BASE, patches, false)).toThrow("lib/pot.c: is not in the base");
  });

  test("is told so where its paths have a folder too many", async () => {
    const diff = "--- a/old/lib/cup.c\n+++ b/new/lib/cup.c\n@@ -1 +1 @@\n-x\n+y\n";
    const { patches } = await parse(diff);
    const apply = () =>
      makeViews({ ...BASE, read: (path) => (path === "lib/cup.c" ? "x\n" : null) }, patches, false);
    expect(apply).toThrow('new/lib/cup.c: is not in the base "cups": lib/cup.c is');
  });
});
