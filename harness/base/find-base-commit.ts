// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../patch/series.ts";
import { BaseError } from "./base-error.ts";
import type { GitRepository } from "./git-repository.ts";
import { type PreImage, preImages } from "./pre-images.ts";

/** A commit to take as the base, and why that one. */
export interface BaseCommit {
  readonly id: string;
  /** As in a tree's name: `base-commit of the patch`. */
  readonly why: string;
  /** What the user should know about the choice; null if nothing. */
  readonly notice: string | null;
}

/** Commits that are looked at, at most. */
const COMMITS = 2000;

/**
 * Finds the commit that patches were made for: the one that is asked for; else the one that the patch names with
 * `base-commit:`; else the newest one below HEAD that has the very files of the patch's `index` lines; else HEAD.
 *
 * @param rev as the user gave it; null if he gave none
 * @throws BaseError if there is no such revision
 */
export async function findBaseCommit(
  repository: GitRepository,
  rev: string | null,
  patches: readonly Patch[],
): Promise<BaseCommit> {
  if (rev !== null) {
    const id = await repository.resolve(rev);
    if (id === null) throw noCommit(repository, rev);
    return { id, why: rev, notice: null };
  }
  const named = patches.find(({ baseCommit }) => baseCommit !== null)?.baseCommit ?? null;
  const base = named === null ? null : await repository.resolve(named);
  if (base !== null) return { id: base, why: "base-commit of the patch", notice: null };

  const head = await repository.resolve("HEAD");
  if (head === null) throw noCommit(repository, "HEAD");
  const lacks = named === null ? "" : `; the patch's base-commit ${named.slice(0, 12)} is not there`;
  const wanted = preImages(patches);
  if (!wanted.some(({ blob }) => blob !== null)) {
    const notice = `no --rev, and the patch names no blob ids: taking HEAD of ${repository.dir}${lacks}`;
    return { id: head, why: "HEAD", notice };
  }
  const found = await newestMatch(repository, head, wanted);
  if (found === null) {
    const notice = `none of the commits looked at below HEAD of ${repository.dir} has the files that the patch was made for: taking HEAD${lacks}`;
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
  const paths = [...new Set(wanted.map(({ path }) => path))];
  const args = [
    "log",
    "--format=%P",
    `--max-count=${COMMITS}`,
    "--no-show-signature",
    "--end-of-options",
    head,
  ];
  const log = (await repository.run([...args, "--", ...paths])).toString();
  const parents = log.split(/\s+/).filter((one) => one !== "");
  const candidates = [...new Set([head, ...parents])].slice(0, COMMITS);
  const places = candidates.flatMap((at) => wanted.map(({ path }) => ({ at, path })));
  const blobs = await repository.blobsAt(places);
  return (
    candidates.find((_, i) => wanted.every(({ blob }, j) => isSame(blobs[i * wanted.length + j]!, blob))) ??
    null
  );
}

function isSame(found: string | null, wanted: string | null): boolean {
  return wanted === null || found === null ? found === wanted : found.startsWith(wanted);
}

const noCommit = (repository: GitRepository, rev: string): BaseError =>
  new BaseError(
    `there is no commit ${JSON.stringify(rev)} in ${repository.dir}`,
    "give a commit id, a tag or a branch of that repository; git log lists them",
  );
