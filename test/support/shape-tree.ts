// SPDX-License-Identifier: GPL-2.0-only
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../../harness/base/base.ts";
import { openTree } from "../../harness/base/open-tree.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { treeBase } from "../../harness/base/tree-base.ts";
import { referenceBase } from "./check.ts";
import { writeFiles } from "./fake-tree.ts";

/**
 * The miniature's own kernel files as a tree of version 3.0: with the headers of test/fixtures/trees/shape-3.0, which
 * hold what a kernel of that age has and the miniature has not (assembly, stores that Xen traps, zones, …).
 *
 * @param dir folder to make it in
 */
export async function shapeTree(dir: string): Promise<Base> {
  const root = projectRoot();
  const to = (...parts: string[]): string => join(dir, ...parts);
  mkdirSync(to("arch/x86/include"), { recursive: true });
  for (const name of ["linux", "xen"])
    cpSync(join(root, "csrc/include", name), to("include", name), { recursive: true });
  cpSync(join(root, "csrc/include/asm"), to("arch/x86/include/asm"), { recursive: true });
  writeFiles(dir, Object.fromEntries((await referenceBase()).files));
  cpSync(join(root, "test/fixtures/trees/shape-3.0"), dir, { recursive: true });
  return treeBase(openTree(dir, { from: "in the shape of 3.0", identity: null, kconfig: null }));
}
