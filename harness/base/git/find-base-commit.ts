// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from "../../patch/series.ts";
import { BaseError } from "../base-error.ts";
import { namedBase } from "../named-base.ts";
import { type PreImage, preImages } from "../pre-images.ts";
import { findElsewhere } from "./find-elsewhere.ts";
import type { GitRepository } from "./git-repository.ts";
import { sameBlob } from "./same-blob.ts";

/** A commit to take as the base, and why that one. */
export interface BaseCommit {
  readonly id: string;
  /** As in a tree's name: `base-commit of the patch`. */
  readonly why: string;
  /** What the user should know about the choice; null if nothing. */
  readonly notice: string | null;
}

/** How many of the commits that touch the files are looked at, at first and at most: in a kernel the way is long. */
const COMMITS = [20, 200, 2000];

/**
 * Finds the commit that patches were made for: the one that is asked for; else the one that the patch names with
 * `base-commit:`; else the newest one below HEAD that has the very files of the patch's `index` lines; else one of another
 * branch or tag that has them; else HEAD.
 *
 * @param rev as the user gave it; null if he gave none
 * @throws BaseError if there is no such revision
 */
export async function findBaseCommit(
  repository: GitRepository,
  rev: string | null,
  series: Pick<Series, "cover" | "patches">,
): Promise<BaseCommit> {
  if (rev !== null) {
    const id = await repository.resolve(rev);
    if (id === null) throw noCommit(repository, rev);
    return { id, why: rev, notice: null };
  }
  const named = namedBase(series);
  const base = named === null ? null : await repository.resolve(named);
  if (base !== null) return { id: base, why: "base-commit of the patch", notice: null };

  const head = await repository.resolve("HEAD");
  if (head === null) throw noCommit(repository, "HEAD");
  const lacks = named === null ? "" : `; the patch's base-commit ${named.slice(0, 12)} is not there`;
  const wanted = preImages(series.patches);
  if (!wanted.some(({ blob }) => blob !== null)) {
    const notice = `no --rev, and the patch names no blob ids: taking HEAD of ${repository.dir}${lacks}`;
    return { id: head, why: "HEAD", notice };
  }
  const found = await newestMatch(repository, head, wanted);
  const elsewhere = found === null ? findElsewhere(repository, wanted, head) : null;
  if (elsewhere !== null) {
    const { id, on, ahead } = elsewhere;
    const far =
      ahead === null || ahead === 0 ? "" : `, ${ahead} commit${ahead === 1 ? "" : "s"} ahead of HEAD`;
    const notice = `nothing that was looked at below HEAD has the files that the patch was made for: taking ${id.slice(0, 12)}, on ${on}${far}${lacks}`;
    return { id, why: `newest whose blob ids match, on ${on}`, notice };
  }
  if (found === null) {
    const notice = `none of the commits looked at in ${repository.dir} has the files that the patch was made for: taking HEAD${lacks}`;
    return { id: head, why: "HEAD", notice };
  }
  const why = found === head ? "HEAD, blob ids match" : "newest whose blob ids match";
  return { id: found, why, notice: lacks === "" ? null : `taking ${found.slice(0, 12)}${lacks}` };
}

/**
 * The state of the files changes only in commits that touch them, so their parents show every state that there was,
 * each in the newest commit that has it.
 */
async function newestMatch(
  repository: GitRepository,
  head: string,
  wanted: readonly PreImage[],
): Promise<string | null> {
  const first = await firstMatch(repository, [head], wanted);
  if (first !== null) return first;
  const paths = [...new Set(wanted.map(({ path }) => path))];
  let known = 1;
  for (const most of COMMITS) {
    const log = await repository.run([
      ...LOG,
      `--max-count=${most}`,
      "--end-of-options",
      head,
      "--",
      ...paths,
    ]);
    const parents = log
      .toString()
      .split(/\s+/)
      .filter((one) => one !== "");
    const candidates = [...new Set([head, ...parents])];
    const found = await firstMatch(repository, candidates.slice(known), wanted);
    // fewer than asked for: that was all of them
    if (found !== null || parents.length < most) return found;
    known = candidates.length;
  }
  return null;
}

const LOG = ["log", "--format=%P", "--no-show-signature"];

async function firstMatch(
  repository: GitRepository,
  candidates: readonly string[],
  wanted: readonly PreImage[],
): Promise<string | null> {
  const places = candidates.flatMap((at) => wanted.map(({ path }) => ({ at, path })));
  const blobs = await repository.blobsAt(places);
  return (
    candidates.find((_, i) => wanted.every(({ blob }, j) => sameBlob(blobs[i * wanted.length + j]!, blob))) ??
    null
  );
}

const noCommit = (repository: GitRepository, rev: string): BaseError =>
  new BaseError(
    `there is no commit ${JSON.stringify(rev)} in ${repository.dir}`,
    "give a commit id, a tag or a branch of that repository; git log lists them",
  );
