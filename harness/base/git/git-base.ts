// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from "../../patch/series.ts";
import type { Base } from "../base.ts";
import { BaseError } from "../base-error.ts";
import { preImages } from "../pre-images.ts";
import { openTree } from "../tree/open-tree.ts";
import { treeBase } from "../tree/tree-base.ts";
import type { TreeStore } from "../tree/tree-store.ts";
import { elsewhereHint } from "./elsewhere-hint.ts";
import { exportCommit } from "./export-commit.ts";
import { findBaseCommit } from "./find-base-commit.ts";
import type { GitRepository } from "./git-repository.ts";

/** What is asked of a repository. */
export interface GitBaseOptions {
  /** As the user gave it; null to find the commit that the patch was made for. */
  readonly rev: string | null;
  /** What is to be applied. */
  readonly series: Pick<Series, "cover" | "patches">;
  readonly kconfig: string | null;
  readonly store: TreeStore;
  /** Told what takes time, and what the user should know. */
  readonly tell: (text: string) => void;
}

/**
 * A commit of a git repository as a base. Only objects are read: no checkout and no index is touched.
 *
 * @throws BaseError if there is no such commit, or it holds no kernel tree
 */
export async function gitBase(repository: GitRepository, options: GitBaseOptions): Promise<Base> {
  const { store, tell, kconfig } = options;
  const { id, why, notice } = await findBaseCommit(repository, options.rev, options.series);
  if (notice !== null) tell(notice);
  const { dir, identity } = await exportCommit(repository, id, store, tell);
  const short = id.slice(0, 12);
  const about = why.startsWith(short) || id.startsWith(why) ? short : `${short}, ${why}`;
  try {
    const tree = openTree(dir, { from: `(git ${about})`, identity, kconfig });
    return treeBase(tree, {
      readElsewhere: (path) => repository.readFile(id, path),
      whereElse: () =>
        elsewhereHint(repository, preImages(options.series.patches), { id, name: options.rev ?? "HEAD" }),
      missingFileHint: `commit ${short} of ${repository.dir} has no such file, or one of more than 10 MB`,
    });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const what = error.message.replace(/^.* is not a kernel tree: /, "");
    throw new BaseError(
      `commit ${short} of ${repository.dir} (${why}) holds no kernel tree: ${what}`,
      "give a clone of a Linux tree, or another --rev",
    );
  }
}
