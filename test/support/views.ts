// SPDX-License-Identifier: GPL-2.0-only
import { createTwoFilesPatch } from "diff";
import type { Base } from "../../harness/base/base.ts";
import { makeViews, type SideName, type Views } from "../../harness/base/make-views.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { SideView } from "../../harness/base/side-view.ts";
import type { View } from "../../harness/base/view.ts";
import { type Build, buildSide } from "../../harness/build/build-side.ts";
import { type Cache, openCache } from "../../harness/build/cache.ts";
import type { Flavour } from "../../harness/build/flavour.ts";
import { Limiter } from "../../harness/build/limiter.ts";
import { findRecipe, type Recipe } from "../../harness/build/recipe.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { parse, referenceBase, referenceText } from "./check.ts";
import { replaceOnce } from "./edit-mail.ts";

/** Both sides of the reference patch on the skeleton. */
export async function referenceViews(): Promise<Views> {
  const { patches } = await parse(referenceText());
  return makeViews(await referenceBase(), patches, false);
}

/** The recipe of this machine's Emscripten, from the project's own cache. */
export const recipe = (): Promise<Recipe> => findRecipe(openCache(projectRoot()));

/** Builds a view as one side, into the project's own cache if no other is given. */
export async function buildView(
  view: View,
  config: ConfigName,
  side: SideName = "before",
  cache: Cache = openCache(projectRoot()),
  flavour: Flavour = "plain",
): Promise<Build> {
  return await buildSide(await recipe(), config, flavour, side, view, cache, new Limiter());
}

/** A base of nothing but these files. */
export function baseOf(files: ReadonlyMap<string, string>, name = "test", missingFileHint = ""): Base {
  return {
    name,
    files,
    removed: new Set(),
    tree: null,
    read: (path) => files.get(path) ?? null,
    missingFileHint,
    misfitHint: "",
  };
}

/** A view with one file replaced or added. */
export const withFile = (view: View, path: string, text: string): View =>
  new SideView(new Map(view.files).set(path, text), view.removed, view.tree);

/** A view with one passage of a file replaced, which must occur there exactly once. */
export const withEdit = (view: View, path: string, from: string, to: string): View =>
  withFile(view, path, replaceOnce(view.read(path) ?? "", from, to));

/** A mail whose patch leads from one view to the other. */
export function mailBetween(before: View, after: View, subject = "test"): string {
  const diffs = [...after.files].flatMap(([path, text]) => {
    const old = before.files.get(path);
    if (old === text) return [];
    const from = old === undefined ? "/dev/null" : `a/${path}`;
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
