// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { KernelTree } from "../../base/tree/kernel-tree.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import { builderCode } from "../cache/builder-code.ts";
import type { Cache } from "../cache/cache.ts";
import type { Workshop } from "../cache/workshop.ts";
import { isLasting } from "../toolchain/diagnostic.ts";

import { ownDigest } from "./own-texts.ts";

/** What a prepared side depends on, beside the files of its tree. */
export function sideKey({ recipe, driven }: Workshop, config: ConfigName, view: View): string {
  const { tree } = view;
  const digest = createHash("sha256");
  const place = tree.identity ?? tree.dir;
  for (const part of [
    builderCode(),
    recipe.version,
    recipe.clang,
    config,
    ownDigest(),
    driven.join(" "),
    place,
    tree.kconfig ?? "",
  ]) {
    digest.update(`${part}\0`);
  }
  for (const [path, text] of view.files) digest.update(`${path}\0${text}\0`);
  for (const [path, lines] of view.changed) digest.update(`${path}\0${lines.join(" ")}\0`);
  for (const path of [...view.removed].sort()) digest.update(`removed ${path}\0`);
  return digest.digest("hex").slice(0, 32);
}

/**
 * The state of the files that were read of somebody's working directory: it changes when one of them does. Of a tree
 * with an identity there is nothing to look at.
 *
 * @param paths kernel paths
 */
export function filesKey(tree: KernelTree, paths: readonly string[]): string {
  if (tree.identity !== null) return "fixed";
  const digest = createHash("sha256");
  for (const path of paths) {
    try {
      const { size, mtimeMs, ino } = statSync(join(tree.dir, path));
      digest.update(`${path}\0${size}\0${mtimeMs}\0${ino}\0`);
    } catch {
      digest.update(`${path}\0gone\0`);
    }
  }
  return digest.digest("hex").slice(0, 32);
}

/**
 * A prepared side from the cache, or made and put there.
 *
 * @param make gives the side as plain data, and the kernel paths of the files it was made from; also, whether to keep it
 */
export async function cachedSide<T>(
  cache: Cache,
  key: string,
  tree: KernelTree,
  make: () => Promise<{ readonly side: T; readonly paths: readonly string[]; readonly isKept?: boolean }>,
): Promise<T> {
  const list = `tree-files-${key}`;
  const known = cache.readJson(list, "files.json") as readonly string[] | null;
  if (known !== null) {
    const side = cache.readJson(`tree-side-${key}-${filesKey(tree, known)}`, "side.json") as T | null;
    if (side !== null) return side;
  }
  const { side, paths, isKept } = await make();
  if (isKept === false) return side;
  const made = JSON.stringify(side);
  if (!isLasting(made)) return side;
  const files = JSON.stringify(paths);
  if (known !== null && JSON.stringify(known) !== files) cache.remove(list);
  cache.put(list, { "files.json": files });
  cache.put(`tree-side-${key}-${filesKey(tree, paths)}`, { "side.json": made });
  return side;
}
