// SPDX-License-Identifier: GPL-2.0-only
import type { GitRepository } from "./git-repository.ts";

/** A reference of a repository. */
export interface Ref {
  /** Full id of its commit. */
  readonly id: string;
  /** `branch xen-fixes`, `tag v6.1`. */
  readonly on: string;
  /** As short as git takes it. */
  readonly rev: string;
}

/** In which order they are of use to people. */
const KINDS = [
  { prefix: "refs/heads/", name: "branch" },
  { prefix: "refs/remotes/", name: "remote branch" },
  { prefix: "refs/tags/", name: "tag" },
  { prefix: "refs/", name: "ref" },
] as const;
const MOST = 20_000;

/**
 * The references of a repository that lead to commits: local branches, then those of remotes, then tags, then all others; of a
 * kind the newest first.
 *
 * @param holding full id of a commit that they are to have in their history
 */
export function refsOf(repository: GitRepository, holding: string | null = null): Ref[] {
  const format =
    "--format=%(objectname) %(objecttype) %(*objectname) %(*objecttype) %(refname) %(refname:short)";
  const which = holding === null ? [] : ["--contains", holding];
  const told =
    repository.runSync(["for-each-ref", "--sort=-creatordate", `--count=${MOST}`, ...which, format]) ?? "";
  const refs = told.split("\n").flatMap((line) => {
    const [id = "", type, ...rest] = line.split(" ");
    const peeled = rest.length === 4 && rest[1] === "commit" ? rest[0] : undefined;
    const [name = "", short = ""] = rest.slice(-2);
    const commit = type === "commit" ? id : peeled;
    const rank = KINDS.findIndex(({ prefix }) => name.startsWith(prefix));
    // refs/remotes/origin/HEAD only says again what a branch says
    if (commit === undefined || rank === -1 || name.endsWith("/HEAD")) return [];
    return [{ id: commit, on: `${KINDS[rank]!.name} ${short}`, rev: short, rank }];
  });
  return refs.toSorted((a, b) => a.rank - b.rank);
}
