// SPDX-License-Identifier: GPL-2.0-only

import { createTwoFilesPatch } from "diff";
import type { Base } from "../../harness/base/base.ts";
import { makeViews, type SideName, type Views } from "../../harness/base/make-views.ts";
import { SideView } from "../../harness/base/side-view.ts";
import type { KernelTree } from "../../harness/base/tree/kernel-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import type { View } from "../../harness/base/view.ts";
import { type Build, buildSide } from "../../harness/compile/build-side.ts";
import type { Cache } from "../../harness/compile/cache/cache.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { Workshop } from "../../harness/compile/cache/workshop.ts";
import type { Flavour } from "../../harness/compile/flavour.ts";
import { findRecipe, type Recipe } from "../../harness/compile/toolchain/recipe.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { parse, referenceBase, referenceText } from "./check.ts";
import { DRIVEN } from "./driven.ts";
import { replaceOnce } from "./edit-mail.ts";

/** Both sides of the reference patch on the miniature. */
export async function referenceViews(): Promise<Views> {
  const { patches } = await parse(referenceText());
  return makeViews(await referenceBase(), patches, false);
}

/** The recipe of this machine's Emscripten, from the project's own cache. */
export const recipe = (): Promise<Recipe> => findRecipe(openCache());

/** What tests build with. */
export const workshop = async (cache: Cache = openCache()): Promise<Workshop> =>
  new Workshop(await recipe(), cache, DRIVEN);

/** Builds a view as one side, into the project's own cache if no other is given. */
export async function buildView(
  view: View,
  config: ConfigName,
  side: SideName = "before",
  cache: Cache = openCache(),
  flavour: Flavour = "plain",
): Promise<Build> {
  return await buildSide(await workshop(cache), config, flavour, side, view);
}

/** A tree without a file. */
export const NO_TREE: KernelTree = {
  dir: "/nowhere",
  name: "test",
  release: "3.0.0",
  version: [3, 0, 0],
  identity: "nothing",
  kconfig: null,
};

/** A base of nothing but these files, to apply patches to. */
export function baseOf(files: ReadonlyMap<string, string>, name = "test", missingFileHint = ""): Base {
  return {
    name,
    files,
    removed: new Set(),
    tree: NO_TREE,
    hasHistory: false,
    read: (path) => files.get(path) ?? null,
    missingFileHint,
    misfitHint: () => "",
  };
}

/** A tree with the files of a view. */
export const baseOn = (view: View, name = "test"): Base => ({
  ...treeBase({ ...view.tree, name }),
  files: view.files,
  removed: view.removed,
  hasHistory: false,
  read: (path) => view.read(path),
});

/** A view with one file replaced or added, all of whose lines count as changed. */
export function withFile(view: View, path: string, text: string): View {
  const lines = text.split("\n").map((_, i) => i + 1);
  const changed = new Map(view.changed).set(path, lines);
  return new SideView(view.tree, new Map(view.files).set(path, text), view.removed, changed);
}

/** A view with one passage of a file replaced, which must occur there exactly once. */
export const withEdit = (view: View, path: string, from: string, to: string): View =>
  withFile(view, path, replaceOnce(view.read(path) ?? "", from, to));

/** Files as a view has them, and nothing around them. */
export const filesOnly = (files: ReadonlyMap<string, string>): Pick<View, "files" | "read"> => ({
  files,
  read: (path) => files.get(path) ?? null,
});

/** A mail whose patch leads from one view to the other. */
export function mailBetween(
  before: Pick<View, "read">,
  after: Pick<View, "files">,
  subject = "test",
): string {
  const diffs = [...after.files].flatMap(([path, text]) => {
    const old = before.read(path);
    if (old === text) return [];
    const from = old === null ? "/dev/null" : `a/${path}`;
    return [createTwoFilesPatch(from, `b/${path}`, old ?? "", text).replace(/^=+\n/, "")];
  });
  return [
    "From: A Tester <tester@example.org>",
    `Subject: [PATCH] ${subject}`,
    "Message-ID: <test@example.org>",
    "Date: Mon, 1 Jan 2024 00:00:00 +0000",
    "",
    "A change for a test.",
    "---",
    ...diffs,
  ].join("\n");
}
