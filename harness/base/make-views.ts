// SPDX-License-Identifier: GPL-2.0-only
import type { FilePatch } from "../patch/file-patch.ts";
import { PatchError } from "../patch/patch-error.ts";
import { reverseFilePatch } from "../patch/reverse-file-patch.ts";
import type { Patch } from "../patch/series.ts";
import { ApplyError } from "./apply-error.ts";
import { type AppliedFile, applyFilePatch, type PlacedHunk } from "./apply-file-patch.ts";
import type { Base } from "./base.ts";
import { changedLines } from "./changed-lines.ts";
import { readTreeFile } from "./read-tree-file.ts";
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
 * @param reverse exchange the two sides, as `git apply -R` on a tree that has the patch; a kernel tree may have it or not
 * @throws ApplyError if a hunk fits nowhere, or the base lacks a file
 */
export function makeViews(base: Base, patches: readonly Patch[], reverse: boolean): Views {
  if (!reverse || base.tree === null) return apply(base, patches, reverse);
  try {
    return apply(base, patches, reverse);
  } catch (error) {
    // the tree has the patch, then: take it back, and what comes out is what it applies to
    const old = error instanceof ApplyError ? takenBack(base, patches) : null;
    if (old === null) throw error;
    return apply(old, patches, reverse);
  }
}

/** @returns a base without patches that it holds, or null if it does not hold them */
function takenBack(base: Base, patches: readonly Patch[]): Base | null {
  try {
    const back = patches.toReversed().map((patch) => {
      return { ...patch, files: patch.files.toReversed().map(reverseFilePatch) };
    });
    const { after } = apply(base, back, false);
    const read = (path: string): string | null => {
      return after.files.get(path) ?? (after.removed.has(path) ? null : base.read(path));
    };
    return { ...base, read };
  } catch (error) {
    if (error instanceof ApplyError || error instanceof PatchError) return null;
    throw error;
  }
}

function apply(base: Base, patches: readonly Patch[], reverse: boolean): Views {
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
    const applied = applyTo(base, after, file);
    placed.push(...applied.hunks.map((hunk) => ({ ...hunk, path })));
    if (file.oldPath !== null && file.change !== "copy") after.delete(file.oldPath);
    if (file.newPath !== null) after.set(file.newPath, applied.text);
  }
  // a file that is put back keeps its place, so that both views list their files alike
  const differing = base.tree === null ? [] : touched.filter((path) => before.has(path) && after.has(path));
  const changed = differing.map((path) => [path, changedLines(before.get(path)!, after.get(path)!)] as const);
  const old = viewOf(before, base, touched, new Map(changed.map(([path, lines]) => [path, lines.before])));
  const patched = viewOf(after, base, touched, new Map(changed.map(([path, lines]) => [path, lines.after])));
  const [first, second] = reverse ? [patched, old] : [old, patched];
  return { base: base.name, before: first, after: second, touched, placed };
}

function applyTo(base: Base, files: ReadonlyMap<string, string>, patch: FilePatch): AppliedFile {
  const { change, newPath } = patch;
  if ((change === "rename" || change === "copy") && newPath !== patch.oldPath && files.has(newPath ?? "")) {
    throw wholeFile(base, patch, newPath ?? "", "exists already");
  }
  try {
    return applyFilePatch(oldText(base, files, patch), patch);
  } catch (error) {
    if (!(error instanceof ApplyError) || error.failure.hint !== undefined) throw error;
    throw new ApplyError({ ...error.failure, hint: base.misfitHint });
  }
}

function viewOf(
  files: ReadonlyMap<string, string>,
  { tree, removed }: Base,
  touched: readonly string[],
  changed: ReadonlyMap<string, readonly number[]>,
): View {
  const gone = [...removed, ...touched].filter(
    (path) => !files.has(path) && tree !== null && readTreeFile(tree.dir, path) !== null,
  );
  return new SideView(new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), new Set(gone), tree, changed);
}

function oldText(base: Base, files: ReadonlyMap<string, string>, patch: FilePatch): string {
  if (patch.oldPath === null) return files.get(patch.newPath ?? "") ?? "";
  const text = files.get(patch.oldPath);
  if (text !== undefined) return text;
  const inside = patch.oldPath.slice(patch.oldPath.indexOf("/") + 1);
  const isDeep = base.read(inside) !== null;
  throw wholeFile(
    base,
    patch,
    patch.oldPath,
    `is not in the base "${base.name}": ${isDeep ? `${inside} is` : base.missingFileHint}`,
    isDeep ? "its paths have one folder too many: make the patch with diff -ur OLD NEW" : base.misfitHint,
  );
}

function wholeFile(
  base: Base,
  patch: FilePatch,
  file: string,
  reason: string,
  hint = base.misfitHint,
): ApplyError {
  return new ApplyError({
    file,
    hunk: 0,
    header: "",
    inputLine: patch.line,
    reason,
    nearest: null,
    alreadyApplied: false,
    hint,
  });
}
