// SPDX-License-Identifier: GPL-2.0-only
import type { FilePatch } from "../patch/file-patch.ts";
import type { Patch } from "../patch/series.ts";
import { ApplyError } from "./apply-error.ts";
import { applyFilePatch, type PlacedHunk } from "./apply-file-patch.ts";
import type { Base } from "./base.ts";
import { SideView } from "./side-view.ts";
import type { View } from "./view.ts";

export type { View } from "./view.ts";

/** The two sides of a patch, in the order in which they are always named. */
export const SIDES = ["before", "after"] as const;
export type SideName = (typeof SIDES)[number];

/** A hunk and where it went. */
export interface PlacedInFile extends PlacedHunk {
  readonly path: string;
}

/** A base with a patch applied: two views of one tree. */
export interface Views {
  readonly base: string;
  readonly before: View;
  readonly after: View;
  /** Paths that the patch touches, on either side, in the order of the patch. */
  readonly touched: readonly string[];
  readonly placed: readonly PlacedInFile[];
}

/**
 * Applies patches, in order, to a base.
 *
 * @param reverse exchange the two sides, as `git apply -R` on a tree that has the patch
 * @throws ApplyError if a hunk fits nowhere, or the base lacks a file
 */
export function makeViews(base: Base, patches: readonly Patch[], reverse: boolean): Views {
  const before = new Map(base.files);
  const after = new Map(base.files);
  const touched: string[] = [];
  const placed: PlacedInFile[] = [];
  for (const file of patches.flatMap((patch) => patch.files)) {
    for (const path of [file.oldPath, file.newPath]) {
      if (path === null || touched.includes(path)) continue;
      touched.push(path);
      const text = base.read(path);
      if (text === null) continue;
      before.set(path, text);
      after.set(path, text);
    }
    const path = file.newPath ?? file.oldPath ?? "";
    const applied = applyFilePatch(oldText(base, after, file), file);
    placed.push(...applied.hunks.map((hunk) => ({ ...hunk, path })));
    if (file.oldPath !== null && file.change !== "copy") after.delete(file.oldPath);
    if (file.newPath !== null) after.set(file.newPath, applied.text);
  }
  // a file that is put back keeps its place, so that both views list their files alike
  const gone = base.tree === null ? [] : [...before.keys()].filter((path) => !after.has(path));
  const old = new SideView(sorted(before), new Set(), base.tree);
  const patched = new SideView(sorted(after), new Set(gone), base.tree);
  const [first, second] = reverse ? [patched, old] : [old, patched];
  return { base: base.name, before: first, after: second, touched, placed };
}

const sorted = (files: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));

function oldText(base: Base, files: ReadonlyMap<string, string>, patch: FilePatch): string {
  if (patch.oldPath === null) return files.get(patch.newPath ?? "") ?? "";
  const text = files.get(patch.oldPath);
  if (text !== undefined) return text;
  throw new ApplyError({
    file: patch.oldPath,
    hunk: 0,
    header: "",
    inputLine: patch.line,
    reason: `is not in the base "${base.name}": ${base.missingFileHint}`,
    nearest: null,
    alreadyApplied: false,
  });
}
