// SPDX-License-Identifier: GPL-2.0-only
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { Workshop } from "../cache/workshop.ts";
import { ownHeaders, runtimeUnits, type SourceTree, type Unit } from "../source-tree.ts";
import type { Diagnostic } from "../toolchain/diagnostic.ts";
import { makeHeaders } from "../toolchain/headers.ts";
import { fitTree } from "./fit-tree.ts";
import { ownWordsIn } from "./own-words.ts";
import { tooManyFiles } from "./too-many-files.ts";
import { cachedSide, sideKey } from "./tree-key.ts";
import { errorsOf, preprocessTree } from "./tree-source.ts";

/** What is made of one side of a tree, as it is kept in the cache. */
interface PreparedSide {
  readonly units: readonly Unit[];
  readonly errors: readonly Diagnostic[];
}

/** Prepares one side of a kernel tree for the compiler: the slices of its files, and the runtime. */
export async function prepareTree(workshop: Workshop, config: ConfigName, view: View): Promise<SourceTree> {
  const { cache, once } = workshop;
  // slices have their tree's headers in them already: beside them there are only ours
  const headers = makeHeaders(new Map(ownHeaders()));
  const key = sideKey(workshop, config, view);
  const make = async (): Promise<{ side: PreparedSide; paths: readonly string[] }> => {
    const refused = [...tooManyFiles(view), ...ownWordsIn(view)];
    if (refused.length > 0) return { side: { units: [], errors: refused }, paths: [] };
    const source = await preprocessTree(workshop, config, view);
    const { paths } = source;
    const errors = errorsOf(source.units.values());
    if (errors.length > 0) return { side: { units: [], errors }, paths };
    const { units } = await fitTree(workshop, config, source, view.changed, headers);
    return { side: { units, errors }, paths };
  };
  // each flavour asks for it
  const side = await once.make(`prepared ${key}`, () => cachedSide(cache, key, view.tree, make));
  return { headers, units: [...side.units, ...runtimeUnits()], errors: side.errors };
}
