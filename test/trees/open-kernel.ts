// SPDX-License-Identifier: GPL-2.0-only
import { join } from "node:path";
import type { Base } from "../../harness/base/base.ts";
import { BaseError } from "../../harness/base/base-error.ts";
import { debianBase } from "../../harness/base/debian/debian-base.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";

/** A kernel to test with, or why there is none. */
export type Kernel = { readonly base: Base } | { readonly missing: string };

/** What HUNKBOX_TREES says for Debian's packages, in place of a folder. */
const DEBIAN = "debian";

/**
 * Opens a kernel tree: `$HUNKBOX_TREES/6.1`, or Debian's package, which is downloaded once, if the variable says so.
 *
 * @param version of the kernel, as in the package's name: `6.1`
 */
export async function openKernel(version: string): Promise<Kernel> {
  const trees = process.env["HUNKBOX_TREES"] ?? "";
  if (trees === "") {
    return { missing: "set HUNKBOX_TREES to a folder that holds it, or to debian to download 290 MB" };
  }
  try {
    if (trees !== DEBIAN) {
      const dir = join(trees, version);
      return { base: treeBase(openTree(dir, { from: `at ${dir}`, identity: null, kconfig: null })) };
    }
    const store = openCache();
    const tell = (text: string): void => console.error(text);
    return { base: await debianBase(`linux-source-${version}`, { kconfig: null, store, tell }) };
  } catch (error) {
    // a folder that was named has to be there
    if (trees === DEBIAN && error instanceof BaseError) return { missing: error.message };
    throw error;
  }
}
