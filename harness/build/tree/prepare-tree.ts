// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { KernelTree } from "../../base/kernel-tree.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { Slice } from "../../slice/slice-unit.ts";
import type { Cache } from "../cache.ts";
import { VIRTUAL_ROOT } from "../compile-flags.ts";
import type { Limiter } from "../limiter.ts";
import { makeOverlay } from "../overlay.ts";
import type { Recipe } from "../recipe.ts";
import { ownHeaders, runtimeUnits, type SourceTree, type Unit } from "../source-tree.ts";
import { type SlicedTree, sliceTree } from "./slice-tree.ts";
import { errorsOf, namingParts, preprocessTree, TREE_RUNTIME } from "./tree-source.ts";

/** What of the skeleton's runtime serves a tree as well: no structure of a kernel is in it. */
const SHARED_RUNTIME = new Set(["lib.c", "printk.c"]);

/**
 * Prepares one side of a kernel tree for the compiler: the slices of its files, and the runtime.
 */
export async function prepareTree(
  recipe: Recipe,
  config: ConfigName,
  view: View,
  tree: KernelTree,
  cache: Cache,
  limiter: Limiter,
): Promise<SourceTree> {
  const { units, flags } = await preprocessTree(recipe, config, view, tree, cache, limiter);
  const errors = errorsOf(units.values());
  const texts = new Map([...units].map(([path, unit]) => [path, unit.text]));
  const touched = new Set(view.files.keys());
  const { slices, homes } =
    errors.length > 0 ? NOTHING : sliceTree(texts, new Map(), (file) => touched.has(file));
  const own = [`-std=${flags.standard}`, "-fshort-wchar"];
  const sliced = [...slices].map(([path, slice]): Unit => {
    const text = slice.text + weakData(slice, homes);
    return { path, text: path === TREE_RUNTIME ? namingParts(text) : text, language: "c", flags: own };
  });
  const headers = ownHeaders();
  const digest = createHash("sha256");
  for (const [path, text] of headers) digest.update(`${path}\0${text}\0`);
  return {
    units: [
      ...sliced,
      ...runtimeUnits((name) => SHARED_RUNTIME.has(name), ["csrc/tree/builtins.c", "csrc/tree/console.c"]),
    ],
    overlay: makeOverlay(
      cache,
      new Map(headers.map(([path, text]) => [`${VIRTUAL_ROOT}/${path}`, text])),
      null,
    ),
    headersKey: digest.digest("hex").slice(0, 32),
    errors,
  };
}

const NOTHING: SlicedTree = { slices: new Map(), homes: new Map() };

/** Data that no slice defines: zeroes, of the type that the tree declares. Where a definition is, that one counts. */
function weakData(slice: Slice, homes: ReadonlyMap<string, string>): string {
  const nobodys = slice.undefinedData.filter(({ name }) => !homes.has(name));
  const definitions = nobodys.map(({ text }) => `__attribute__((weak)) ${text.replace(/\bextern\b/, "")}\n`);
  return `\n# 1 "<hunkbox>"\n${definitions.join("")}`;
}
