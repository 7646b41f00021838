// SPDX-License-Identifier: GPL-2.0-only
import { BaseError } from "../base/base-error.ts";
import { commitPatch } from "../base/git/commit-patch.ts";
import type { GitRepository } from "../base/git/git-repository.ts";
import type { Patch } from "../patch/series.ts";

/** The commit that a backport names, as a mail, and the commit that it was made on. */
export interface UpstreamCommit {
  readonly id: string;
  readonly parent: string;
  readonly mail: Buffer;
}

/**
 * Reads the upstream commit that a backport names.
 *
 * @throws BaseError if it names none, or the repository does not hold it
 */
export async function findUpstream(
  repository: GitRepository,
  patches: readonly Patch[],
): Promise<UpstreamCommit> {
  const [patch, ...more] = patches;
  const byFile = "give the upstream patch as a file: hunkbox backport UPSTREAM BACKPORT";
  if (patch === undefined || more.length > 0) {
    throw new BaseError(
      `the backport is a series of ${patches.length} patches: each would have an upstream commit of its own`,
      `give one patch at a time, or ${byFile.replace("give ", "")}`,
    );
  }
  const named = patch.upstreamCommit;
  if (named === null) {
    throw new BaseError(
      "the backport names no upstream commit",
      `"commit … upstream.", "[ Upstream commit … ]" or "(cherry picked from commit …)" in its text would; or ${byFile}`,
    );
  }
  const id = await repository.resolve(named);
  if (id === null) {
    throw new BaseError(
      `the backport names the upstream commit ${named}, which ${repository.dir} does not hold`,
      `fetch it there, name another clone with --upstream-git, or ${byFile}`,
    );
  }
  const line = (await repository.run(["rev-list", "--parents", "--max-count=1", id])).toString().trim();
  const [, parent, ...others] = line.split(" ");
  if (parent === undefined || others.length > 0) {
    const what = parent === undefined ? "has no parent" : "is a merge";
    throw new BaseError(
      `the upstream commit ${id.slice(0, 12)} of ${repository.dir} ${what}: it is no patch`,
      byFile,
    );
  }
  return { id, parent, mail: await commitPatch(repository, id) };
}
