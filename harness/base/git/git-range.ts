// SPDX-License-Identifier: GPL-2.0-only
import { BaseError } from "../base-error.ts";
import type { GitRepository } from "./git-repository.ts";

/** A commit of a range. */
export interface RangeCommit {
  readonly id: string;
  readonly parent: string;
  readonly subject: string;
}

/** Commits that are judged unless the user insists. */
const MOST = 500;

/**
 * Lists the commits of a range `A..B`, oldest first. Merges, and commits without a parent, are left out.
 *
 * @param force take more than 500
 * @param tell told what is left out
 * @throws BaseError if it is no range, empty or too long
 */
export async function gitRange(
  repository: GitRepository,
  range: string,
  force: boolean,
  tell: (text: string) => void,
): Promise<RangeCommit[]> {
  const [from, to, ...more] = range.split("..");
  if (from === undefined || to === undefined || more.length > 0 || from === "" || to.startsWith(".")) {
    throw new BaseError(
      `${JSON.stringify(range)} is not a range of commits`,
      "give --range A..B: what B has and A has not",
    );
  }
  const [first, last] = await Promise.all([repository.resolve(from), repository.resolve(to || "HEAD")]);
  for (const [rev, id] of [
    [from, first],
    [to, last],
  ] as const) {
    if (id !== null) continue;
    throw new BaseError(
      `there is no commit ${JSON.stringify(rev)} in ${repository.dir}`,
      "git log lists them",
    );
  }
  const format = ["--reverse", "--topo-order", "--format=%H%x00%P%x00%s"];
  const out = (await repository.run(["log", ...format, "--end-of-options", last!, `^${first}`])).toString();
  const rows = out.split("\n").flatMap((line) => {
    const [id, parents, subject] = line.split("\0");
    if (id === undefined || parents === undefined || subject === undefined) return [];
    return [{ id, parents: parents.split(" ").filter((one) => one !== ""), subject }];
  });
  const commits = rows.flatMap(({ id, parents, subject }) => {
    const [parent] = parents;
    if (parents.length === 1 && parent !== undefined) return [{ id, parent, subject }];
    const why = parents.length === 0 ? "it has no parent" : "a merge";
    tell(`${id.slice(0, 12)} is left out: ${why} (${subject})`);
    return [];
  });
  if (commits.length === 0) {
    const what = rows.length === 0 ? "is empty" : "holds nothing but merges";
    throw new BaseError(`the range ${range} ${what}`, `is it the wrong way round? git log ${range} shows it`);
  }
  if (commits.length > MOST && !force) {
    throw new BaseError(
      `the range ${range} holds ${commits.length} commits, more than ${MOST}`,
      "give a shorter one, or --force",
    );
  }
  return commits;
}
