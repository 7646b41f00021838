// SPDX-License-Identifier: GPL-2.0-only
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { Cache } from "../cache.ts";
import { makeOverlay } from "../overlay.ts";
import type { Recipe } from "../recipe.ts";
import { KERNEL, preprocess } from "./preprocess.ts";
import { baseTexts, standardOf } from "./tree-source.ts";

/** @returns a file of a tree, preprocessed with the tree's own headers and macros; null if that cannot be done */
export async function preprocessWhole(
  recipe: Recipe,
  config: ConfigName,
  view: View,
  path: string,
  text: string,
  cache: Cache,
): Promise<string | null> {
  const { tree } = view;
  const texts = baseTexts(view, tree, config, new Set());
  const flags = { overlay: makeOverlay(cache, texts, [KERNEL, tree.dir]), standard: standardOf(tree) };
  const { text: out, errors } = await preprocess(recipe, config, flags, path, text);
  return errors.length === 0 ? out : null;
}
