// SPDX-License-Identifier: GPL-2.0-only
import type { PreImage } from "../pre-images.ts";
import type { GitRepository } from "./git-repository.ts";
import { refsOf } from "./refs-of.ts";
import { sameBlob } from "./same-blob.ts";

/** A commit that has the files that patches were made for. */
export interface Elsewhere {
  readonly id: string;
  /** What names it, for people: `branch xen-fixes`. */
  readonly on: string;
  /** What to give with --rev: the reference if it is its tip, else an id. */
  readonly rev: string;
  readonly isTip: boolean;
  /** Commits that it has and the one that was tried has not; null if git does not tell. */
  readonly ahead: number | null;
}

/** Commits that touch the files and are looked at, newest first, and how many at a time. */
const MOST_COMMITS = 4000;
const AT_A_TIME = 200;

/**
 * Looks for the files that patches were made for in all references of a repository: at their tips, local branches before
 * others, then in their histories, newest first. It waits for git: whoever asks has nothing else to do.
 *
 * @param wanted by beginnings of blob ids; an ambiguous one is settled by its path
 * @param from full id of the commit that was tried
 * @returns null if no reference has them, or git does not tell in time
 */
export function findElsewhere(
  repository: GitRepository,
  wanted: readonly PreImage[],
  from: string,
): Elsewhere | null {
  if (!isThere(repository, wanted)) return null;
  const refs = refsOf(repository);
  const tip = refs.find(
    match(
      repository,
      refs.map(({ id }) => id),
      wanted,
    ),
  );
  if (tip !== undefined)
    return { id: tip.id, on: tip.on, rev: tip.rev, isTip: true, ahead: aheadOf(repository, tip.id, from) };
  const paths = [...new Set(wanted.map(({ path }) => path))];
  const order = ["log", "--all", "--format=%H %P", "--no-show-signature", `--max-count=${MOST_COMMITS}`];
  const log = repository.runSync([...order, "--", ...paths]) ?? "";
  const commits = [...new Set(log.split(/\s+/).filter((one) => one !== ""))];
  for (let at = 0; at < commits.length; at += AT_A_TIME) {
    const some = commits.slice(at, at + AT_A_TIME).map((id) => ({ id }));
    const found = some.find(
      match(
        repository,
        some.map(({ id }) => id),
        wanted,
      ),
    );
    if (found === undefined) continue;
    const [holder] = refsOf(repository, found.id);
    if (holder === undefined) continue;
    const short = found.id.slice(0, 12);
    const ahead = aheadOf(repository, found.id, from);
    return { id: found.id, on: holder.on, rev: short, isTip: false, ahead };
  }
  return null;
}

/** Without the objects no history has to be walked. What a partial clone has not fetched is not there. */
function isThere(repository: GitRepository, wanted: readonly PreImage[]): boolean {
  const blobs = wanted.flatMap(({ blob }) => (blob === null ? [] : [blob]));
  if (blobs.length === 0) return false;
  const input = blobs.map((blob) => `${blob}\n`).join("");
  const told = repository.runSync(["cat-file", "--batch-check=%(objecttype)"], input);
  // "ambiguous" is there more than once
  return told !== null && !/ missing$/m.test(told);
}

/** @returns which of some commits, by their places in a list, have all the files */
function match(
  repository: GitRepository,
  commits: readonly string[],
  wanted: readonly PreImage[],
): (one: unknown, i: number) => boolean {
  const places = commits.flatMap((at) => wanted.map(({ path }) => ({ at, path })));
  const blobs = repository.blobsAtSync(places);
  return (_, i) =>
    wanted.every(({ blob }, j) => sameBlob(blobs[i * wanted.length + j] ?? null, blob)) && blobs.length > 0;
}

function aheadOf(repository: GitRepository, id: string, from: string): number | null {
  const count = repository.runSync(["rev-list", "--count", `${from}..${id}`])?.trim() ?? "";
  return /^\d+$/.test(count) ? Number(count) : null;
}
