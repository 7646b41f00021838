// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { makeViews, type Views } from "../../harness/base/make-views.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import { parse } from "./check.ts";
import { FAKE_TREE, writeFiles } from "./fake-tree.ts";
import { filesOnly, mailBetween } from "./views.ts";

/** Files of a tree by kernel path; null for one that there is not. */
export type Edit = Readonly<Record<string, string | null>>;

/**
 * A small tree on disk, and both sides of a patch of it.
 *
 * @param dir folder to make it in
 * @param files beside those of every fake tree
 * @param edit the files that the patch changes, as it leaves them
 */
export async function treeViews(dir: string, files: Edit, edit: Edit): Promise<Views> {
  mkdirSync(dir, { recursive: true });
  const root = realpathSync(mkdtempSync(join(dir, "tree-")));
  const all = new Map(Object.entries({ ...FAKE_TREE, ...files }));
  const there = [...all].filter((entry): entry is [string, string] => entry[1] !== null);
  writeFiles(root, Object.fromEntries(there));
  const after = new Map(there);
  for (const [path, text] of Object.entries(edit)) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  const mail = mailBetween(filesOnly(new Map(there)), filesOnly(after));
  const gone = there.filter(([path]) => !after.has(path));
  const removals = gone.map(([path, text]) => {
    const lines = text.split("\n").slice(0, -1);
    const head = `--- a/${path}\n+++ /dev/null\n@@ -1,${lines.length} +0,0 @@\n`;
    return head + lines.map((line) => `-${line}\n`).join("");
  });
  const tree = openTree(root, { from: `at ${root}`, identity: null, kconfig: null });
  const { patches } = await parse(`${mail}\n${removals.join("")}`);
  return makeViews(treeBase(tree), patches, false);
}
