// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { KernelTree } from "../../base/kernel-tree.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { Slice } from "../../slice/slice-unit.ts";
import type { Cache } from "../cache.ts";
import { VIRTUAL_ROOT } from "../compile-flags.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Limiter } from "../limiter.ts";
import { makeOverlay } from "../overlay.ts";
import type { Recipe } from "../recipe.ts";
import { ownHeaders, type SourceTree, type Unit } from "../source-tree.ts";
import { sharedRuntime } from "./shared-runtime.ts";
import { sliceTree } from "./slice-tree.ts";
import { cachedSide, sideKey } from "./tree-key.ts";
import { errorsOf, namingParts, preprocessTree, TREE_RUNTIME, type TreeUnits } from "./tree-source.ts";

/** What is made of one side of a tree, as it is kept in the cache. */
interface PreparedSide {
  readonly units: readonly Unit[];
  readonly errors: readonly Diagnostic[];
}

/** Prepares one side of a kernel tree for the compiler: the slices of its files, and the runtime. */
export async function prepareTree(
  recipe: Recipe,
  config: ConfigName,
  view: View,
  tree: KernelTree,
  cache: Cache,
  limiter: Limiter,
): Promise<SourceTree> {
  const key = sideKey(recipe, config, view, tree);
  const side = await cachedSide(cache, key, tree, async () => {
    const units = await preprocessTree(recipe, config, view, tree, cache, limiter);
    return { side: sliceSide(units, view), paths: units.paths };
  });
  const headers = new Map(ownHeaders().map(([path, text]) => [`${VIRTUAL_ROOT}/${path}`, text]));
  const digest = createHash("sha256");
  for (const [path, text] of headers) digest.update(`${path}\0${text}\0`);
  return {
    units: [...side.units, ...sharedRuntime()],
    overlay: makeOverlay(cache, headers, null),
    headersKey: digest.digest("hex").slice(0, 32),
    errors: side.errors,
  };
}

function sliceSide({ units, flags }: TreeUnits, view: View): PreparedSide {
  const errors = errorsOf(units.values());
  if (errors.length > 0) return { units: [], errors };
  const { slices, homes } = sliceTree(units, view.changed);
  const own = [`-std=${flags.standard}`, "-fshort-wchar"];
  return {
    units: [...slices].map(([path, slice]): Unit => {
      const text = slice.text + weakData(slice, homes);
      return { path, text: path === TREE_RUNTIME ? namingParts(text) : text, language: "c", flags: own };
    }),
    errors,
  };
}

/** Data that no slice defines: zeroes, of the type that the tree declares. Where a definition is, that one counts. */
function weakData(slice: Slice, homes: ReadonlyMap<string, string>): string {
  const nobodys = slice.undefinedData.filter(({ name }) => !homes.has(name));
  const definitions = nobodys.map(({ text }) => `__attribute__((weak)) ${text.replace(/\bextern\b/, "")}\n`);
  return `\n# 1 "<hunkbox>"\n${definitions.join("")}`;
}
