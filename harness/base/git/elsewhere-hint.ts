// SPDX-License-Identifier: GPL-2.0-only
import type { PreImage } from "../pre-images.ts";
import { findElsewhere } from "./find-elsewhere.ts";
import type { GitRepository } from "./git-repository.ts";

/** The commit that a patch does not apply to. */
export interface TriedCommit {
  /** Full id. */
  readonly id: string;
  /** As the user knows it: HEAD, a tag. */
  readonly name: string;
}

/**
 * What to tell whoever's patch does not apply to a commit: where in the repository it would.
 *
 * @param wanted the files that the patch was made for
 * @returns null if the patch does not say what it was made for
 */
export function elsewhereHint(
  repository: GitRepository,
  wanted: readonly PreImage[],
  tried: TriedCommit,
): string | null {
  const [first, ...more] = wanted.filter(({ blob }) => blob !== null);
  if (first === undefined) return null;
  const pre = `${first.path}, ${first.blob?.slice(0, 12)}`;
  const what =
    more.length === 0
      ? `the pre-image of ${pre},`
      : `the pre-images of ${pre}, and ${more.length} more file${more.length === 1 ? "" : "s"}`;
  const found = findElsewhere(repository, wanted, tried.id);
  if (found === null)
    return `no ref of ${repository.dir} has ${what.replace(/,$/, "")}: git fetch what the patch was made on, or give --tree`;
  if (found.id === tried.id) return null;
  const { rev, ahead, isTip } = found;
  const on = isTip ? found.on : `${found.on}, in ${rev}`;
  const commits = `${ahead} commit${ahead === 1 ? "" : "s"}`;
  const far =
    ahead === null ? "" : ahead === 0 ? `, below ${tried.name}` : `, ${commits} ahead of ${tried.name}`;
  const is = more.length === 0 ? "is" : "are";
  return `${what} ${is} on ${on}${far}: --git ${repository.dir} --rev ${rev}`;
}
