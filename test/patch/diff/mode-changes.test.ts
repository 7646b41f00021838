// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { modeChanges } from "../../../harness/patch/diff/mode-changes.ts";
import { parse } from "../../support/check.ts";

const BODY = "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n";
const git = (header: string, body = ""): string => `diff --git a/x.c b/x.c\n${header}${body}`;

async function modes(diff: string) {
  return modeChanges((await parse(diff)).patches);
}

test("a mode that changes is named, with hunks or without", async () => {
  const turned = [{ file: "x.c", before: "100644", after: "100755" }];
  expect(await modes(git("old mode 100644\nnew mode 100755\n"))).toEqual(turned);
  const both = git("old mode 100644\nnew mode 100755\nindex 1111111..2222222\n", BODY);
  expect(await modes(both)).toEqual(turned);
});

test("a new file that may be executed is named", async () => {
  const create = "--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+a\n";
  expect(await modes(git("new file mode 100755\n", create))).toEqual([
    { file: "x.c", before: null, after: "100755" },
  ]);
  expect(await modes(git("new file mode 100644\n", create))).toEqual([]);
});

test("a mode that stays, or goes with its file, is not worth a word", async () => {
  const gone = "--- a/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n";
  for (const diff of [
    BODY,
    git("index 1111111..2222222 100755\n", BODY),
    git("deleted file mode 100755\n", gone),
  ])
    expect(await modes(diff)).toEqual([]);
});
