// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../machine/config.ts";
import type { Slice } from "../../slice/slice-unit.ts";
import type { UnitItems } from "../../slice/text/unit-items.ts";
import type { Workshop } from "../cache/workshop.ts";
import { compileUnit } from "../compile-unit.ts";
import type { Unit } from "../source-tree.ts";
import type { Diagnostic } from "../toolchain/diagnostic.ts";
import type { Headers } from "../toolchain/headers.ts";
import { KeptSlices } from "./kept-slices.ts";
import { type SlicedTree, sliceTree } from "./slice-tree.ts";
import { mergedPlace, namingParts, TREE_RUNTIME, type TreeUnits } from "./tree-source.ts";

/** One error may hide others: so often a tree is sliced anew before it is left as it is. */
const MOST_ROUNDS = 16;

/** The slices of a tree that compile, as far as they can be made to. */
export interface FittedTree {
  readonly sliced: SlicedTree;
  readonly units: readonly Unit[];
  /** What was taken out, in the order in which it was met. */
  readonly unfit: readonly UnfitFunction[];
}

/** A function that does not compile, and why. */
export interface UnfitFunction extends Diagnostic {
  readonly name: string;
}

/**
 * Slices a tree, and takes out what does not compile to WebAssembly: of the tree, a function's body (a function that is
 * reached all the same is told by its name); of the runtime, a function that does not fit the tree's prototypes or
 * structures. So a tree that nobody has tried loses what depends on one function, and not everything. Whether a patch
 * breaks the build is not decided here, but on the whole files (syntax-gate.ts).
 *
 * @param headers what slices are compiled with: ours, since they have those of their tree in them
 */
export async function fitTree(
  workshop: Workshop,
  config: ConfigName,
  { units, flags }: TreeUnits,
  changed: ReadonlyMap<string, readonly number[]>,
  headers: Headers,
): Promise<FittedTree> {
  const kept = new KeptSlices(workshop.cache);
  const unfit = new Map<string, Set<string>>();
  const told: UnfitFunction[] = [];
  for (let round = 0; ; round++) {
    const sliced = sliceTree(units, changed, unfit, workshop.driven, kept);
    const source = { headers, units: unitsOf(sliced, flags.standard), errors: [] };
    const fitted = { sliced, units: source.units, unfit: told };
    if (round === MOST_ROUNDS) return fitted;
    const compiled = await Promise.all(
      source.units.map((unit) => compileUnit(workshop, config, "plain", source, unit)),
    );
    const before = told.length;
    for (const { unit, errors } of compiled) {
      for (const error of errors) {
        const name = noteUnfit(kept.itemsOf(units.get(unit.path)!), unfit, unit.path, error);
        if (name !== null) told.push({ name, ...error });
      }
    }
    if (told.length === before) return fitted;
  }
}

/** @returns the function (of the runtime, also a variable) that an error lies in, if it was not known to be unfit */
function noteUnfit(
  { items, locations }: UnitItems,
  unfit: Map<string, Set<string>>,
  path: string,
  { file, line }: Diagnostic,
): string | null {
  const place = mergedPlace(file, line);
  const item = items.find(
    (one) =>
      (one.isFunction || path === TREE_RUNTIME) &&
      one.name !== "" &&
      one.file === place.file &&
      one.line <= place.line &&
      place.line <= locations.at(one.end - 1).line,
  );
  if (item === undefined) return null;
  const known = unfit.get(path) ?? new Set<string>();
  if (known.has(item.name)) return null;
  unfit.set(path, known.add(item.name));
  return item.name;
}

function unitsOf({ slices, homes }: SlicedTree, standard: string): Unit[] {
  const flags = [`-std=${standard}`, "-fwchar-type=short", "-fno-signed-wchar"];
  return [...slices].map(([path, slice]): Unit => {
    const text = slice.text + weakData(slice, homes);
    return { path, text: path === TREE_RUNTIME ? namingParts(text) : text, language: "c", flags };
  });
}

/** What keeps a declaration from being that of data: it is elsewhere, or in a register of an x86. */
const NO_DATA = /\b(?:extern|register)\b|\b(?:asm|__asm|__asm__) ?\( ?"[^"]*" ?\)/g;

/** Data that no slice defines: zeroes, of the type that the tree declares. Where a definition is, that one counts. */
function weakData(slice: Slice, homes: ReadonlyMap<string, string>): string {
  const nobodys = slice.undefinedData.filter(({ name }) => !homes.has(name));
  const definitions = nobodys.map(({ text }) => `__attribute__((weak)) ${text.replace(NO_DATA, "")}\n`);
  return `\n# 1 "<hunkbox>"\n${definitions.join("")}`;
}
