// SPDX-License-Identifier: GPL-2.0-only
import type { FilePatch } from "../patch/diff/file-patch.ts";
import { hunkHeader } from "../patch/diff/hunk-header.ts";
import { reverseFilePatch } from "../patch/diff/reverse-file-patch.ts";
import { PatchError } from "../patch/patch-error.ts";
import type { Patch } from "../patch/series.ts";
import { ApplyError } from "./apply/apply-error.ts";
import { type AppliedFile, applyFilePatch, type PlacedHunk } from "./apply/apply-file-patch.ts";
import type { Base } from "./base.ts";
import { changedLines } from "./changed-lines.ts";
import { SideView } from "./side-view.ts";
import { isTreeLink } from "./tree/is-tree-link.ts";
import { readTreeFile } from "./tree/read-tree-file.ts";
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
  /** The base has the patch already, and it was taken back. */
  readonly isTakenBack: boolean;
  /** Paths that the patch touches, on either side, in the order of the patch. */
  readonly touched: readonly string[];
  readonly placed: readonly PlacedInFile[];
}

/** How a patch is taken. With fuzz, context may differ. */
interface Way {
  /** The base has the patch: it is taken back. */
  readonly isBack: boolean;
  readonly maxFuzz: number;
}

const FUZZ = 2;

/**
 * Ways to make two sides that are exchanged: first as `git apply -R` does it, on a tree that has the patch. A tree that
 * has it not shows the same two sides. What fits as it stands is more than what fits with fuzz.
 */
const REVERSED: readonly Way[] = [
  { isBack: true, maxFuzz: 0 },
  { isBack: false, maxFuzz: 0 },
  { isBack: true, maxFuzz: FUZZ },
  { isBack: false, maxFuzz: FUZZ },
];

/**
 * Applies patches, in order, to a base.
 *
 * @param reverse exchange the two sides: the patch is taken back, or, if the base has it not, the before side gets it
 * @throws ApplyError if a hunk fits nowhere, or the base lacks a file; reversed, it is about taking the patch back
 */
export function makeViews(base: Base, patches: readonly Patch[], reverse: boolean): Views {
  try {
    return inSomeWay(base, patches, reverse);
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    const { failure, what } = error;
    // what may take a while to find out is asked only where nothing helps
    if (failure.hint !== undefined || failure.alreadyApplied) throw error;
    throw new ApplyError({ ...failure, hint: base.misfitHint() }, what);
  }
}

function inSomeWay(base: Base, patches: readonly Patch[], reverse: boolean): Views {
  if (!reverse) return take(base, patches, { isBack: false, maxFuzz: FUZZ }, false);
  const errors = new Map<boolean, ApplyError | PatchError>();
  for (const way of REVERSED) {
    try {
      return take(base, patches, way, true);
    } catch (error) {
      if (!(error instanceof ApplyError || error instanceof PatchError)) throw error;
      errors.set(way.isBack, error);
    }
  }
  throw neitherWay(errors.get(true), errors.get(false));
}

const LACKING_HINT =
  "the base lacks this part of the patch, and what it has of it keeps the rest from fitting";

/** The way that was asked for is what the error is about; the other one is named. */
function neitherWay(
  back: ApplyError | PatchError | undefined,
  on: ApplyError | PatchError | undefined,
): Error | undefined {
  if (!(back instanceof ApplyError) || on === undefined) return back;
  const { failure } = back;
  const otherWay = `nor can it be put on: ${on.message.split("\n")[0]}`;
  // what is there already is the text before the patch
  const hint = failure.alreadyApplied ? LACKING_HINT : failure.hint;
  return new ApplyError(
    { ...failure, otherWay, alreadyApplied: false, ...(hint === undefined ? {} : { hint }) },
    "taken back, the patch",
  );
}

/** A step of a way: what is done to one file, and the part of the patch that it comes from. */
interface FileStep {
  readonly patch: FilePatch;
  readonly origin: FilePatch;
}

function take(base: Base, patches: readonly Patch[], { isBack, maxFuzz }: Way, reverse: boolean): Views {
  const files = patches.flatMap((patch) => patch.files);
  const steps = isBack
    ? files.toReversed().map((origin): FileStep => ({ patch: reverseFilePatch(origin), origin }))
    : files.map((origin): FileStep => ({ patch: origin, origin }));
  const found = new Map(base.files);
  const made = new Map(base.files);
  const touched = [...new Set(files.flatMap(({ oldPath, newPath }) => [oldPath, newPath]))].filter(
    (path) => path !== null,
  );
  for (const path of touched) {
    const text = base.read(path);
    if (text === null) continue;
    refuseLink(base, files, path);
    found.set(path, text);
    made.set(path, text);
  }
  const places = new Map<FilePatch, PlacedInFile[]>();
  for (const { patch, origin } of steps) {
    const path = origin.newPath ?? origin.oldPath ?? "";
    const { text, hunks } = applyTo(base, made, { patch, origin }, maxFuzz);
    const inOrder = hunks.map((hunk, i) => ({ ...hunk, hunk: origin.hunks[i]!, path }));
    places.set(origin, isBack ? inOrder.map(turned) : inOrder);
    if (patch.oldPath !== null && patch.change !== "copy") made.delete(patch.oldPath);
    if (patch.newPath !== null) made.set(patch.newPath, text);
  }
  const [old, patched] = isBack ? [made, found] : [found, made];
  const sides = bothViews(base, touched, old, patched);
  const placed = files.flatMap((file) => places.get(file) ?? []);
  const [before, after] = reverse ? sides.toReversed() : sides;
  return { base: base.name, before: before!, after: after!, isTakenBack: isBack, touched, placed };
}

/** What is compiled by the one name would be patched under the other. */
function refuseLink(base: Base, files: readonly FilePatch[], path: string): void {
  if (base.files.has(path) || !isTreeLink(base.tree.dir, path)) return;
  const patch = files.find(({ oldPath, newPath }) => oldPath === path || newPath === path)!;
  const hint = "patch the file that it leads to";
  throw wholeFile(patch, path, `is a symbolic link in the base "${base.name}", or below one`, hint);
}

/** Where a hunk that was taken back would have been put on. */
const turned = (one: PlacedInFile): PlacedInFile => ({ ...one, line: one.newLine, newLine: one.line });

function bothViews(
  base: Base,
  touched: readonly string[],
  old: ReadonlyMap<string, string>,
  patched: ReadonlyMap<string, string>,
): View[] {
  // a file that is put back keeps its place, so that both views list their files alike
  const differing = touched.filter((path) => old.has(path) && patched.has(path));
  const changed = differing.map((path) => [path, changedLines(old.get(path)!, patched.get(path)!)] as const);
  return [
    viewOf(old, base, touched, new Map(changed.map(([path, lines]) => [path, lines.before]))),
    viewOf(patched, base, touched, new Map(changed.map(([path, lines]) => [path, lines.after]))),
  ];
}

function applyTo(
  base: Base,
  files: ReadonlyMap<string, string>,
  { patch, origin }: FileStep,
  maxFuzz: number,
): AppliedFile {
  const { change, newPath } = patch;
  if ((change === "rename" || change === "copy") && newPath !== patch.oldPath && files.has(newPath ?? "")) {
    throw wholeFile(patch, newPath ?? "", "exists already");
  }
  try {
    return applyFilePatch(oldText(base, files, patch), patch, { maxFuzz });
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    const { failure } = error;
    const hunk = origin.hunks[failure.hunk - 1];
    const header = hunk === undefined ? failure.header : hunkHeader(hunk);
    throw new ApplyError({
      ...{ ...failure, header },
      ...(origin.input === undefined ? {} : { input: origin.input }),
    });
  }
}

function viewOf(
  files: ReadonlyMap<string, string>,
  { tree, removed }: Base,
  touched: readonly string[],
  changed: ReadonlyMap<string, readonly number[]>,
): View {
  const gone = [...removed, ...touched].filter(
    (path) => !files.has(path) && readTreeFile(tree.dir, path) !== null,
  );
  return new SideView(tree, new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), new Set(gone), changed);
}

function oldText(base: Base, files: ReadonlyMap<string, string>, patch: FilePatch): string {
  if (patch.oldPath === null) return files.get(patch.newPath ?? "") ?? "";
  const text = files.get(patch.oldPath);
  if (text !== undefined) return text;
  const inside = patch.oldPath.slice(patch.oldPath.indexOf("/") + 1);
  const isDeep = base.read(inside) !== null;
  throw wholeFile(
    patch,
    patch.oldPath,
    `is not in the base "${base.name}": ${isDeep ? `${inside} is` : base.missingFileHint}`,
    isDeep ? "its paths have one folder too many: make the patch with diff -ur OLD NEW" : undefined,
  );
}

function wholeFile(patch: FilePatch, file: string, reason: string, hint?: string): ApplyError {
  return new ApplyError({
    file,
    hunk: 0,
    header: "",
    inputLine: patch.line,
    ...(patch.input === undefined ? {} : { input: patch.input }),
    reason,
    nearest: null,
    alreadyApplied: false,
    ...(hint === undefined ? {} : { hint }),
  });
}
