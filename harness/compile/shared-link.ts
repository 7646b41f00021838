// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { ConfigName } from "../machine/config.ts";
import { builderCode } from "./cache/builder-code.ts";
import type { Cache } from "./cache/cache.ts";
import type { Workshop } from "./cache/workshop.ts";
import type { Compiled } from "./compile-unit.ts";
import type { Flavour } from "./flavour.ts";
import { type Linked, linkModule } from "./link-module.ts";
import type { Recipe } from "./toolchain/recipe.ts";

/**
 * Links objects as linkModule does, or finds what the same objects were linked to before: texts that differ in comments
 * alone compile to the same ones, on both sides of a patch or before and after an edit.
 */
export async function sharedLink(
  workshop: Workshop,
  config: ConfigName,
  flavour: Flavour,
  objects: readonly Compiled[],
): Promise<Linked & { readonly key: string }> {
  const { recipe, cache } = workshop;
  const key = keyOf(recipe, config, flavour, objects);
  const known = findLinked(cache, key);
  if (known !== null) return { ...known, errors: [], key };
  const linked = await linkModule(workshop, config, flavour, objects);
  if (linked.wasm !== null) cache.put(key, { "module.wasm": linked.wasm, "module.lines": linked.lines });
  return { ...linked, key };
}

/** @returns a module that sharedLink has linked, and its lines; null if it is not there any more */
export function findLinked(
  cache: Cache,
  key: string,
): { readonly wasm: Uint8Array<ArrayBuffer>; readonly lines: string } | null {
  const [wasm, lines] = [cache.read(key, "module.wasm"), cache.read(key, "module.lines")];
  if (wasm === null || lines === null) return null;
  return { wasm, lines: lines.toString() };
}

function keyOf(recipe: Recipe, config: ConfigName, flavour: Flavour, objects: readonly Compiled[]): string {
  const digest = createHash("sha256").update(
    [builderCode(), recipe.version, recipe.wasmLd, config, flavour].join("\0"),
  );
  for (const { object, unit } of objects) {
    digest.update(object ?? "");
    // whose names of variables go into the module
    if (flavour === "msan") digest.update(unit.text);
  }
  return `linked-${digest.digest("hex").slice(0, 32)}`;
}
