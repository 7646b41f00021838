// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../base/project-root.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import { findCallers } from "../../slice/find-callers.ts";
import type { Use } from "../../slice/find-undefined.ts";
import type { CutFunction, SliceSize } from "../../slice/slice-unit.ts";
import { splitItems } from "../../slice/text/split-items.ts";
import type { Workshop } from "../cache/workshop.ts";
import { ownHeaders, runtimeUnits } from "../source-tree.ts";
import type { Diagnostic } from "../toolchain/diagnostic.ts";
import { makeHeaders } from "../toolchain/headers.ts";
import { fitTree, type UnfitFunction } from "./fit-tree.ts";
import { pvRefusal } from "./pv-refusal.ts";
import type { SlicedTree } from "./slice-tree.ts";
import { errorsOf, preprocessTree, TREE_RUNTIME, type TreeUnits } from "./tree-source.ts";

/** How much of a file is compiled to run. */
export interface SlicedUnit {
  readonly path: string;
  /** Lines and functions of the .c file as it is. */
  readonly lines: number;
  readonly functions: number;
  /** What is kept of it, and how much text that is with all headers. */
  readonly before: SliceSize;
  readonly after: SliceSize;
  /** Functions of which the prototype stays, with the reason. */
  readonly cut: readonly CutFunction[];
}

/** Who answers for a function that no slice of the tree defines; null for nobody. */
export type Model = "csrc/kernel" | "csrc/runtime" | "harness" | null;

/** A function that slices need and do not define. */
export interface NeededImport {
  readonly name: string;
  readonly model: Model;
  /** In the order of their places. */
  readonly callers: readonly Use[];
}

/** What is made of one side of a tree in one configuration. */
export interface InspectedSide {
  readonly config: ConfigName;
  /** Why nothing is made of it, in one line; empty otherwise. */
  readonly unavailable: string;
  readonly errors: readonly Diagnostic[];
  readonly units: readonly SlicedUnit[];
  readonly imports: readonly NeededImport[];
  /** What does not compile, of the tree or of the runtime, and is left out. */
  readonly unfit: readonly UnfitFunction[];
}

/** Slices one side of a tree as it is compiled, and tells what was kept, what was cut and what it needs from outside. */
export async function inspectSide(
  workshop: Workshop,
  config: ConfigName,
  view: View,
): Promise<InspectedSide> {
  const nothing = { config, unavailable: "", errors: [], units: [], imports: [], unfit: [] };
  const refusal = pvRefusal(config, (path) => view.read(path));
  if (refusal !== null) return { ...nothing, unavailable: refusal };
  const source = await preprocessTree(workshop, config, view);
  const errors = errorsOf(source.units.values());
  if (errors.length > 0) return { ...nothing, errors };
  const headers = makeHeaders(new Map(ownHeaders()));
  const { sliced, unfit } = await fitTree(workshop, config, source, view.changed, headers);
  const units = [...sliced.slices].filter(([path]) => path !== TREE_RUNTIME);
  return {
    ...nothing,
    units: units
      .map(([path, slice]) => {
        const lines = (view.read(path) ?? "").split("\n").length - 1;
        const { before, after, cut } = slice;
        return { path, lines, functions: before.functions, before, after, cut };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    imports: importsOf(source, sliced),
    unfit,
  };
}

function importsOf({ units }: TreeUnits, { slices, homes }: SlicedTree): NeededImport[] {
  const callers = new Map<string, Use[]>();
  for (const [path, slice] of slices) {
    const note = (name: string, uses: readonly Use[]): void => {
      const known = callers.get(name) ?? [];
      callers.set(name, known);
      known.push(...uses);
    };
    for (const { name, callers: uses } of slice.undefinedFunctions) note(name, uses);
    const ofCut = findCallers(splitItems(units.get(path)!.text), slice);
    for (const [name, uses] of ofCut) note(name, uses);
  }
  const models = modelsOf();
  const found: NeededImport[] = [];
  for (const [name, uses] of [...callers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const home = homes.get(name);
    const isDefined = home !== undefined && slices.get(home)?.kept.some((one) => one.name === name) === true;
    // what our own C needs alone is our own affair
    const own = uses.filter(({ file }) => !file.startsWith("csrc/"));
    if (own.length === 0) continue;
    const model = isDefined ? (home === TREE_RUNTIME ? "csrc/kernel" : null) : (models.get(name) ?? null);
    if (isDefined && model === null) continue;
    found.push({ name, model, callers: placed(own) });
  }
  return found;
}

/** Each caller once, though several units may have it from one header. */
function placed(uses: readonly Use[]): Use[] {
  const once = new Map(uses.map((use) => [`${use.file}:${use.line} ${use.function}`, use]));
  return [...once.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** The names that the runtime beside the slices defines, and those that the harness answers for. */
function modelsOf(): ReadonlyMap<string, Model> {
  const models = new Map<string, Model>();
  const imports = readFileSync(join(projectRoot(), "csrc/include/hunkbox/imports.h"), "utf8");
  for (const [, name] of imports.matchAll(/\b(hb_\w+)\(/g)) models.set(name!, "harness");
  for (const { text, language } of runtimeUnits()) {
    if (language !== "c") continue;
    for (const item of splitItems(text).items) {
      if (item.isFunction && !item.isStatic) models.set(item.name, "csrc/runtime");
    }
  }
  return models;
}
