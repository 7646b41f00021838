// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../../harness/base/base.ts";
import { BaseError } from "../../harness/base/base-error.ts";
import { debianBase } from "../../harness/base/debian/debian-base.ts";
import { miniatureBase, REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { stackBase } from "../../harness/base/stack-base.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import type { Ground } from "./change.ts";

/** What to evaluate on, as the command line names it. */
export type SubjectName =
  | { readonly kind: "miniature" }
  | { readonly kind: "tree"; readonly dir: string }
  | { readonly kind: "debian"; readonly name: string };

/** A base that changes are judged on. */
export interface Subject {
  readonly base: Base;
  /** What the results call it: a ground, or the version of another kernel. */
  readonly name: string;
  /** With its full version, for people. */
  readonly of: string;
  /** The changes that it takes are made for this. */
  readonly ground: Ground;
  readonly configs: readonly ConfigName[];
}

/** Kernels that changes are made for, the oldest first. Others take those of the one before them, as far as they apply. */
const KERNELS = [
  { ground: "6.1", version: [6, 1] },
  { ground: "6.12", version: [6, 12] },
] as const satisfies readonly { readonly ground: Ground; readonly version: readonly [number, number] }[];

/** @param version of a tree: major and minor */
function groundOf([major = 0, minor = 0]: readonly number[]): Ground {
  const isReached = ({ version: [x, y] }: (typeof KERNELS)[number]): boolean =>
    major > x || (major === x && minor >= y);
  return (KERNELS.findLast(isReached) ?? KERNELS[0]).ground;
}

/** The miniature with the reference patch on it does not build in the third configuration, whatever comes on top. */
const WITH_REFERENCE: readonly ConfigName[] = ["x86_64", "x86_32-pae-highmem"];

/**
 * @returns none for a package that can be neither fetched nor found from an earlier time, which is told
 * @throws BaseError if a folder is no kernel tree
 */
export async function openSubjects(subject: SubjectName, tell: (text: string) => void): Promise<Subject[]> {
  if (subject.kind === "miniature") return await miniatureSubjects();
  const base = await baseOf(subject, tell);
  if (base === null) return [];
  const version = base.tree?.version.slice(0, 2) ?? [];
  const name = version.join(".");
  const of = `linux ${base.tree?.release ?? name}`;
  return [{ base, name, of, ground: groundOf(version), configs: ["x86_64"] }];
}

async function baseOf(
  name: Exclude<SubjectName, { kind: "miniature" }>,
  tell: (text: string) => void,
): Promise<Base | null> {
  if (name.kind === "tree") {
    return treeBase(openTree(name.dir, { from: `at ${name.dir}`, identity: null, kconfig: null }));
  }
  try {
    return await debianBase(name.name, { kconfig: null, store: openCache(), tell });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    tell(`${name.name} is left out: ${error.message}`);
    return null;
  }
}

async function miniatureSubjects(): Promise<Subject[]> {
  const { patches } = await parseSeries(readFileSync(join(projectRoot(), REFERENCE_PATCH)), REFERENCE_PATCH);
  const base = miniatureBase(patches[0]!, openCache());
  const patched = stackBase(base, patches);
  const plain = { name: "miniature", of: "the miniature", ground: "miniature" } as const;
  const name = "miniature+reference";
  const on = { name, of: "the miniature with its reference patch", ground: name } as const;
  return [
    { ...plain, base, configs: CONFIGS },
    { ...on, base: patched, configs: WITH_REFERENCE },
  ];
}
