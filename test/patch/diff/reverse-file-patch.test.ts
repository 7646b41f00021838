// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import type { FilePatch } from "../../../harness/patch/diff/file-patch.ts";
import { reverseFilePatch } from "../../../harness/patch/diff/reverse-file-patch.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";
import { bytes } from "../mail-builders.ts";

async function parse(text: string): Promise<FilePatch> {
  return (await parseSeries(bytes(text), "in")).patches[0]!.files[0]!;
}

test("reversed lines still have removals before additions", async () => {
  const patch = await parse("--- a/x\n+++ b/x\n@@ -1,3 +1,4 @@\n a\n-b\n+c\n+d\n e\n");
  const [hunk] = reverseFilePatch(patch).hunks;
  expect(hunk?.lines.map((line) => line.op + line.text)).toEqual([" a", "-c", "-d", "+b", " e"]);
  expect(hunk).toMatchObject({ oldStart: 1, oldLines: 4, newStart: 1, newLines: 3 });
});

test("a created file reversed is a deleted file", async () => {
  const patch = await parse("--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
  expect(reverseFilePatch(patch)).toMatchObject({ change: "delete", oldPath: "x", newPath: null });
});

test("a rename and a mode change swap their sides", async () => {
  const patch = await parse(
    "diff --git a/x b/y\nold mode 100644\nnew mode 100755\nrename from x\nrename to y\n",
  );
  expect(reverseFilePatch(patch)).toMatchObject({
    change: "rename",
    oldPath: "y",
    newPath: "x",
    oldMode: "100755",
    newMode: "100644",
  });
});

test("reversing twice gives the patch again", async () => {
  const patch = await parse("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n");
  expect(reverseFilePatch(reverseFilePatch(patch))).toEqual(patch);
});

test("a copy cannot be reversed", async () => {
  const patch = await parse("diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n");
  expect(() => reverseFilePatch(patch)).toThrow("a copy cannot be reversed");
});

test("a reversed header names the function that is there then", async () => {
  const patch = await parse(
    [
      "--- a/x.c",
      "+++ b/x.c",
      "@@ -1,3 +1,3 @@",
      "-int brew(void)",
      "+int boil(void)",
      " {",
      " \ta();",
      "@@ -9,2 +9,2 @@ int brew(void)",
      "-\tb();",
      "+\tc();",
      " \td();",
      "@@ -19,2 +19,2 @@ int pour(void)",
      "-\tb();",
      "+\tc();",
      " \td();",
      "",
    ].join("\n"),
  );
  expect(reverseFilePatch(patch).hunks.map(({ section }) => section)).toEqual([
    "",
    "int boil(void)",
    "int pour(void)",
  ]);
  expect(reverseFilePatch(reverseFilePatch(patch))).toEqual(patch);
});
