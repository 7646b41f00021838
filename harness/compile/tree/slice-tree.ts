// SPDX-License-Identifier: GPL-2.0-only
import { fronted } from "../../slice/edit/fronted.ts";
import type { Slice } from "../../slice/slice-unit.ts";
import type { UnitFacts } from "../../slice/unit-facts.ts";
import { KeptSlices, type TreeSliceOptions } from "./kept-slices.ts";
import type { Preprocessed } from "./preprocess.ts";
import { TREE_RUNTIME } from "./tree-source.ts";

/** What the harness calls by name (csrc/kernel). */
const ENTRY_POINT = /^hb_/;

/**
 * Inline functions that the runtime stands in for. Stores to page tables: on a processor Xen traps them, here the runtime
 * tells the machine of each (csrc/kernel/mm/pgtable.c). What is found below the stack pointer (csrc/kernel/locking/locks.c). And a hypercall in a
 * process's name (csrc/kernel/xen/privcmd.c).
 */
const SEAMS: readonly string[] = [
  "native_set_pte",
  "native_set_pte_atomic",
  "native_pte_clear",
  "current_thread_info",
  "privcmd_call",
];

/** Functions that do not compile to WebAssembly, by the unit's path. */
export type Unfit = ReadonlyMap<string, ReadonlySet<string>>;

/** Slices of all units of one side, by kernel path. */
export interface SlicedTree {
  readonly slices: ReadonlyMap<string, Slice>;
  /** Where each name that a unit defines for the linker comes from, by kernel path. */
  readonly homes: ReadonlyMap<string, string>;
}

/**
 * Slices the units of a tree: from the entry points of the runtime, the initcalls of what scenarios drive and what the
 * patch touches, over all that these need of each other. What the runtime models and a file that nobody drives defines
 * stays the model for all callers: that file's own is compiled, so that its errors show, and gives way to the model.
 *
 * @param texts preprocessed units, by kernel path
 * @param changed lines that the patch changes, by kernel path: the functions there are compiled, whoever calls them
 * @param unfit functions that do not compile
 * @param driven kernel paths of the files that scenarios drive
 * @param kept where slices of earlier runs are
 */
export function sliceTree(
  texts: ReadonlyMap<string, Preprocessed>,
  changed: ReadonlyMap<string, readonly number[]>,
  unfit: Unfit,
  driven: readonly string[],
  kept = new KeptSlices(null),
): SlicedTree {
  const precedence = (path: string): number => precedenceOf(path, driven);
  const units = new Map([...texts].map(([path, unit]) => [path, kept.factsOf(unit)]));
  const roots = new Map<string, Set<string>>();
  for (const [path, unit] of units)
    roots.set(
      path,
      new Set([...firstRoots(path, unit, driven), ...functionsAt(unit, changed.get(path) ?? [])]),
    );
  const homes = new Map<string, string>();
  const shared = [...units].map(([path, unit]) => [path, unit.shared] as const);
  for (const [path, names] of shared.sort(([a], [b]) => precedence(a) - precedence(b)))
    for (const name of names) homes.set(name, path);
  const behind = frontedIn(units, shared);
  for (const [name, path] of behind) homes.set(name, path);
  const modelled = new Map(
    shared.map(([path, names]) => [path, new Set(names.filter((name) => isModel(path, homes.get(name)!)))]),
  );
  for (const [name, path] of behind) {
    homes.set(fronted.inner(name), path);
    homes.set(name, TREE_RUNTIME);
  }

  const visible = new Map<string, Set<string>>();
  // the runtime may name what is static in the tree: a driver's, what a table of pointers would lead to, what boot sets
  const reveal = (name: string): string | undefined => {
    const found = [...units].find(
      ([path, unit]) => path !== TREE_RUNTIME && isStaticThere(unit, name, driven.includes(path)),
    );
    if (found === undefined) return undefined;
    const [path] = found;
    visible.set(path, (visible.get(path) ?? new Set()).add(name));
    return path;
  };
  const optionsOf = (path: string): TreeSliceOptions => {
    const isRuntime = path === TREE_RUNTIME;
    const refused = [...(unfit.get(path) ?? [])];
    return {
      roots: [...roots.get(path)!],
      seams: SEAMS,
      behind: isRuntime ? [] : [...behind.keys()],
      visible: [...(visible.get(path) ?? [])],
      weak: [...(modelled.get(path) ?? [])],
      // of the runtime, the tree's own prototype is what counts
      dropped: isRuntime ? refused : [],
      unfit: isRuntime ? [] : refused,
    };
  };
  const last = new Map<string, TreeSliceOptions>();
  const open = new Set(units.keys());
  for (const path of open) {
    open.delete(path);
    const options = optionsOf(path);
    last.set(path, options);
    for (const name of kept.needsOf(texts.get(path)!, options)) {
      const home = homes.get(name) ?? (path === TREE_RUNTIME ? reveal(name) : undefined);
      const wanted = home === TREE_RUNTIME ? name : fronted.own(name);
      if (home === undefined || home === path || roots.get(home)!.has(wanted)) continue;
      roots.get(home)!.add(wanted);
      open.add(home);
    }
  }
  // to the linker, the first of several weak definitions is the one that counts
  const slices = [...last].map(([path, options]) => [path, kept.sliceOf(texts.get(path)!, options)] as const);
  return { slices: new Map(slices.sort(([a], [b]) => precedence(b) - precedence(a))), homes };
}

/** Of a name that several files define, the last one's counts: of a driven file before the runtime, of the runtime before others. */
const precedenceOf = (path: string, driven: readonly string[]): number =>
  path === TREE_RUNTIME ? 1 : driven.includes(path) ? 2 : 0;

/** Whether the runtime answers for what a file defines itself. */
const isModel = (path: string, home: string): boolean => home === TREE_RUNTIME && path !== TREE_RUNTIME;
/** Functions of the tree that the runtime defines as well, and calls by their inner names; each with its file. */
function frontedIn(
  units: ReadonlyMap<string, UnitFacts>,
  shared: readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, string> {
  const runtime = units.get(TREE_RUNTIME);
  const inner = new Set((runtime?.inner ?? []).map(fronted.own));
  return new Map(
    shared.flatMap(([path, names]) =>
      path === TREE_RUNTIME
        ? []
        : names.filter((name) => inner.has(name)).map((name) => [name, path] as const),
    ),
  );
}

/** Functions of the .c file itself at these lines, but for those that only an x86 could run. */
function functionsAt({ functions }: UnitFacts, lines: readonly number[]): string[] {
  if (lines.length === 0) return [];
  // as they follow each other in the text, both go on from where the one before has come to
  const ordered = lines.toSorted((a, b) => a - b);
  let next = 0;
  return functions
    .filter(({ line, last }) => {
      while (next < ordered.length && ordered[next]! < line) next++;
      return next < ordered.length && ordered[next]! <= last;
    })
    .map(({ name }) => name);
}

/** A static function of the .c file itself, with its body; of what scenarios drive, a variable as well. */
const isStaticThere = (
  { staticFunctions, staticVariables }: UnitFacts,
  name: string,
  isDriven: boolean,
): boolean => staticFunctions.includes(name) || (isDriven && staticVariables.includes(name));

function firstRoots(path: string, unit: UnitFacts, driven: readonly string[]): readonly string[] {
  if (path === TREE_RUNTIME) return unit.shared.filter((name) => ENTRY_POINT.test(name));
  return driven.includes(path) ? unit.registering : [];
}
