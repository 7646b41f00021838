// SPDX-License-Identifier: GPL-2.0-only
import { cpSync } from "node:fs";
import type { Base } from "../../harness/base/base.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import { referenceBase } from "./check.ts";

/**
 * The miniature as somebody's own tree of version 3.0, whose files a test may change.
 *
 * @param dir folder to make it in
 */
export async function shapeTree(dir: string): Promise<Base> {
  cpSync((await referenceBase()).tree.dir, dir, { recursive: true });
  return treeBase(openTree(dir, { from: "in the shape of 3.0", identity: null, kconfig: null }));
}
