// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { SideName } from "../base/make-views.ts";
import type { View } from "../base/view.ts";
import type { ConfigName } from "../machine/config.ts";
import { builderCode } from "./cache/builder-code.ts";
import type { Workshop } from "./cache/workshop.ts";
import { compileUnit, unitKey } from "./compile-unit.ts";
import type { Flavour } from "./flavour.ts";
import { flavourUnits } from "./flavour-units.ts";
import { LineMap, NO_LINES } from "./lines/line-map.ts";
import { findLinked, sharedLink } from "./shared-link.ts";
import type { Unit } from "./source-tree.ts";
import { type Diagnostic, isLasting } from "./toolchain/diagnostic.ts";
import { prepareTree } from "./tree/prepare-tree.ts";
import { pvRefusal } from "./tree/pv-refusal.ts";

/** One side in one configuration: a module that runs, or the errors that say why not. */
export interface Build {
  readonly config: ConfigName;
  readonly side: SideName;
  readonly flavour: Flavour;
  /** Equal for equal modules. */
  readonly key: string;
  readonly module: Uint8Array<ArrayBuffer> | null;
  readonly lines: LineMap;
  /** The compiler's notes on control flow, of each unit of a module that counts it. */
  readonly notes: readonly Uint8Array[];
  readonly errors: readonly Diagnostic[];
  /** What was compiled of the kernel, by kernel path: preprocessed and sliced. */
  readonly texts: ReadonlyMap<string, string>;
  /** Why there is no module although nothing is wrong with the text, in one line; empty otherwise. */
  readonly unavailable: string;
}

/** A side without a module. */
const NOTHING = {
  module: null,
  lines: new LineMap(JSON.stringify(NO_LINES)),
  notes: [],
  errors: [],
  texts: new Map<string, string>(),
  unavailable: "",
} as const;

/** A side of which it is known that it does not build. */
export const brokenSide = (config: ConfigName, side: SideName, errors: readonly Diagnostic[]): Build => ({
  ...NOTHING,
  config,
  side,
  flavour: "plain",
  key: "",
  errors,
});

/** What the cache holds of a module: the names of entries with the module itself, and with the compiler's notes. */
interface ModuleEntry {
  readonly linked: string;
  readonly notes: readonly string[];
}

/**
 * Builds one side in one configuration, or finds it in the cache. Compile errors are a result, not an exception.
 *
 * @param onCompiled called once all units are compiled without an error, before they are linked
 * @throws ToolError if the toolchain or the cache cannot be used
 */
export async function buildSide(
  workshop: Workshop,
  config: ConfigName,
  flavour: Flavour,
  side: SideName,
  view: View,
  onCompiled: () => void = () => {},
): Promise<Build> {
  const { recipe, cache, limiter } = workshop;
  const refusal = pvRefusal(config, (path) => view.read(path));
  if (refusal !== null) return { ...NOTHING, config, side, flavour, key: "", unavailable: refusal };
  const plain = await prepareTree(workshop, config, view);
  const tree = { ...plain, units: [...plain.units, ...flavourUnits(flavour)] };
  const texts = textsOf(tree.units);
  const digest = createHash("sha256").update(builderCode());
  for (const unit of tree.units) digest.update(unitKey(recipe, config, flavour, tree, unit));
  const key = `module-${digest.digest("hex").slice(0, 32)}`;

  const made = cache.readJson(key, "module.json") as ModuleEntry | null;
  const known = made === null ? null : findLinked(cache, made.linked);
  const notes = (made?.notes ?? []).flatMap((unit) => cache.read(unit, "unit.gcno") ?? []);
  // without the notes of a unit, its lines would count as never run
  if (made !== null && known !== null && notes.length === made.notes.length) {
    const lines = new LineMap(known.lines);
    onCompiled();
    return { ...NOTHING, config, side, flavour, key, module: known.wasm, lines, notes, texts };
  }
  const failed = (errors: readonly Diagnostic[]): Build => ({
    ...NOTHING,
    config,
    side,
    flavour,
    key,
    errors,
  });
  if (tree.errors.length > 0) return failed(tree.errors);
  const told = cache.readJson(key, "errors.json") as readonly Diagnostic[] | null;
  if (told !== null) return failed(told);

  const objects = await Promise.all(
    tree.units.map((unit) => compileUnit(workshop, config, flavour, tree, unit)),
  );
  let errors = objects.flatMap((compiled) => compiled.errors);
  if (errors.length === 0) {
    onCompiled();
    const linked = await limiter.run(() => sharedLink(workshop, config, flavour, objects));
    if (linked.wasm !== null) {
      const counting = objects.flatMap(({ notes, key }) => (notes === null ? [] : [{ notes, key }]));
      const units = counting.map((one) => one.key);
      const entry: ModuleEntry = { linked: linked.key, notes: units };
      cache.put(key, { "module.json": JSON.stringify(entry) });
      const module = new Uint8Array(linked.wasm);
      const lines = new LineMap(linked.lines);
      return {
        ...NOTHING,
        config,
        side,
        flavour,
        key,
        module,
        lines,
        notes: counting.map((one) => one.notes),
        texts,
      };
    }
    errors = [...linked.errors];
  }
  errors.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  errors = errors.filter((e, i) => i === 0 || JSON.stringify(e) !== JSON.stringify(errors[i - 1]));
  const text = JSON.stringify(errors);
  if (isLasting(text)) cache.put(key, { "errors.json": text });
  return failed(errors);
}

function textsOf(units: readonly Unit[]): ReadonlyMap<string, string> {
  const kernels = units.filter(({ path, language }) => language === "c" && !path.startsWith("csrc/"));
  return new Map(kernels.map(({ path, text }) => [path, text]));
}
