// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Base } from "../../base/base.ts";
import { BaseError } from "../../base/base-error.ts";
import { debianBase } from "../../base/debian/debian-base.ts";
import { elsewhereHint } from "../../base/git/elsewhere-hint.ts";
import { gitBase } from "../../base/git/git-base.ts";
import { GitRepository } from "../../base/git/git-repository.ts";
import { miniatureBase } from "../../base/miniature-base.ts";
import { preImages } from "../../base/pre-images.ts";
import { openTree } from "../../base/tree/open-tree.ts";
import { type TreeBaseOptions, treeBase } from "../../base/tree/tree-base.ts";
import { openCache } from "../../compile/cache/open-cache.ts";
import type { Patch, Series } from "../../patch/series.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { tell } from "../output/tell.ts";
import type { BaseOptions } from "./base-options.ts";
import { checkBaseOptions } from "./check-base-options.ts";

/**
 * Makes the base that the command line asks for.
 *
 * @param series what is to be applied to it
 * @param reference the patch that the miniature is made around
 * @throws BadInput if the options exclude each other, BaseError if there is no such tree
 */
export async function chooseBase(
  options: BaseOptions,
  series: Pick<Series, "cover" | "patches">,
  reference: Patch,
): Promise<Base> {
  checkBaseOptions(options);
  const { tree, git, rev, debian } = options;
  const kconfig = options.kconfig === undefined ? null : readKconfig(options.kconfig);
  if (tree !== undefined) {
    const opened = openTree(tree, { from: `at ${resolve(tree)}`, identity: null, kconfig });
    return treeBase(opened, await checkoutOf(tree, series));
  }
  if (git !== undefined) {
    const repository = await GitRepository.open(git);
    const store = openCache();
    return await gitBase(repository, { rev: rev ?? null, series, kconfig, store, tell });
  }
  if (debian !== undefined) {
    return await debianBase(debian, { kconfig, store: openCache(), tell });
  }
  return miniatureBase(reference, openCache());
}

/** Of a tree that is a checkout, its repository may know where a patch that does not apply would. */
async function checkoutOf(
  tree: string,
  { patches }: Pick<Series, "patches">,
): Promise<Pick<TreeBaseOptions, "whereElse">> {
  if (!existsSync(join(tree, ".git"))) return {};
  try {
    const repository = await GitRepository.open(tree);
    const id = await repository.resolve("HEAD");
    if (id === null) return {};
    return { whereElse: () => elsewhereHint(repository, preImages(patches), { id, name: "HEAD" }) };
  } catch (error) {
    // one that git does not read is a tree all the same
    if (error instanceof BaseError) return {};
    throw error;
  }
}

function readKconfig(path: string): string {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Error("it is not a file");
    if (stat.size > 10_000_000) throw new Error("it has more than 10 MB");
    const text = readFileSync(path, "utf8");
    if (!/^CONFIG_\w+=/m.test(text) || text.includes("\0")) throw new Error("it sets no CONFIG_ symbol");
    return text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(
      `cannot read the kernel configuration ${path}: ${why}`,
      "give a .config with --kconfig",
    );
  }
}
