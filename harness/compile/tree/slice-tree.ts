// SPDX-License-Identifier: GPL-2.0-only
import { fronted } from "../../slice/edit/fronted.ts";
import { type Slice, sliceUnit } from "../../slice/slice-unit.ts";
import type { Item } from "../../slice/text/item.ts";
import { splitItems } from "../../slice/text/split-items.ts";
import type { UnitItems } from "../../slice/text/unit-items.ts";
import type { Preprocessed } from "./preprocess.ts";
import { TREE_RUNTIME } from "./tree-source.ts";

/** What the harness calls by name (csrc/kernel). */
const ENTRY_POINT = /^hb_/;

/** Made of a driver's module_init (csrc/override/module.h). */
const INITCALL = /^hb_initcall_/;

/** A driver registers its file operations by one of these. */
const REGISTERS = "misc_register";

/**
 * Inline functions that the runtime stands in for. Stores to page tables: on a processor Xen traps them, here the runtime
 * tells the machine of each (csrc/kernel/mm/pgtable.c). What is found below the stack pointer (csrc/kernel/locking/locks.c). And a hypercall in a
 * process's name (csrc/kernel/xen/privcmd.c).
 */
const SEAMS: ReadonlySet<string> = new Set([
  "native_set_pte",
  "native_set_pte_atomic",
  "native_pte_clear",
  "current_thread_info",
  "privcmd_call",
]);

/** Functions that do not compile to WebAssembly, by the unit's path. */
export type Unfit = ReadonlyMap<string, ReadonlySet<string>>;

const NONE: ReadonlySet<string> = new Set();

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
 */
export function sliceTree(
  texts: ReadonlyMap<string, Preprocessed>,
  changed: ReadonlyMap<string, readonly number[]>,
  unfit: Unfit,
  driven: readonly string[],
): SlicedTree {
  const precedence = (path: string): number => precedenceOf(path, driven);
  const units = new Map([...texts].map(([path, unit]) => [path, itemsOf(unit)]));
  const roots = new Map<string, Set<string>>();
  for (const [path, unit] of units)
    roots.set(
      path,
      new Set([...firstRoots(path, unit, driven), ...functionsAt(unit, changed.get(path) ?? [])]),
    );
  const homes = new Map<string, string>();
  const shared = [...units].map(([path, unit]) => [path, sharedNames(unit)] as const);
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

  const slices = new Map<string, Slice>();
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
  const open = new Set(units.keys());
  for (const path of open) {
    open.delete(path);
    const slice = sliceUnit(units.get(path)!, {
      roots: [...roots.get(path)!],
      // what holds assembly cannot be compiled, whoever touches it
      neverCut: () => false,
      seams: SEAMS,
      behind: path === TREE_RUNTIME ? NONE : new Set(behind.keys()),
      visible: visible.get(path) ?? NONE,
      weak: modelled.get(path) ?? NONE,
      // of the runtime, the tree's own prototype is what counts
      ...(path === TREE_RUNTIME ? { dropped: unfit.get(path) ?? NONE } : { unfit: unfit.get(path) ?? NONE }),
    });
    slices.set(path, slice);
    const missing = [...slice.undefinedFunctions, ...slice.undefinedData, ...slice.cut];
    for (const name of [...missing.map((one) => one.name), ...slice.weak]) {
      const home = homes.get(name) ?? (path === TREE_RUNTIME ? reveal(name) : undefined);
      const wanted = home === TREE_RUNTIME ? name : fronted.own(name);
      if (home === undefined || home === path || roots.get(home)!.has(wanted)) continue;
      roots.get(home)!.add(wanted);
      open.add(home);
    }
  }
  // to the linker, the first of several weak definitions is the one that counts
  const ordered = [...slices].sort(([a], [b]) => precedence(b) - precedence(a));
  return { slices: new Map(ordered), homes };
}

/** Of a name that several files define, the last one's counts: of a driven file before the runtime, of the runtime before others. */
const precedenceOf = (path: string, driven: readonly string[]): number =>
  path === TREE_RUNTIME ? 1 : driven.includes(path) ? 2 : 0;

/** Whether the runtime answers for what a file defines itself. */
const isModel = (path: string, home: string): boolean => home === TREE_RUNTIME && path !== TREE_RUNTIME;
/** Functions of the tree that the runtime defines as well, and calls by their inner names; each with its file. */
function frontedIn(
  units: ReadonlyMap<string, UnitItems>,
  shared: readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, string> {
  const runtime = units.get(TREE_RUNTIME);
  const inner = new Set([...(runtime?.byName.keys() ?? [])].filter(fronted.isInner).map(fronted.own));
  return new Map(
    shared.flatMap(([path, names]) =>
      path === TREE_RUNTIME
        ? []
        : names.filter((name) => inner.has(name)).map((name) => [name, path] as const),
    ),
  );
}

/** Both sides split what they have in common but once. */
const split = new WeakMap<Preprocessed, UnitItems>();

/** @returns the unit's items: split once, however often they are asked for */
export function itemsOf(unit: Preprocessed): UnitItems {
  const known = split.get(unit) ?? splitItems(unit.text);
  split.set(unit, known);
  return known;
}

/** Functions of the .c file itself at these lines, but for those that only an x86 could run. */
function functionsAt(unit: UnitItems, lines: readonly number[]): string[] {
  if (lines.length === 0) return [];
  const own = unit.items.filter(
    (item) => item.isFunction && item.file === unit.mainFile && !item.hasAsm && !isInitcall(item),
  );
  // as they follow each other in the text, both go on from where the one before has come to
  const ordered = lines.toSorted((a, b) => a - b);
  let next = 0;
  return own
    .toSorted((a, b) => a.line - b.line)
    .filter(({ line, end }) => {
      while (next < ordered.length && ordered[next]! < line) next++;
      return next < ordered.length && ordered[next]! <= unit.locations.at(end - 1).line;
    })
    .map(({ name }) => name);
}

/** A static function of the .c file itself, with its body; of what scenarios drive, a variable as well. */
const isStaticThere = ({ byName, mainFile }: UnitItems, name: string, isDriven: boolean): boolean =>
  byName.get(name)?.some((item) => {
    if (!item.isStatic || item.file !== mainFile) return false;
    const isVariable = item.declared.some((one) => one.name === name && one.kind === "variable");
    return item.isFunction || (isVariable && isDriven);
  }) === true;

/** Made by the preprocessor, and run at boot if it is kept. */
const isInitcall = ({ isFunction, name }: Item): boolean => isFunction && INITCALL.test(name);

function firstRoots(path: string, unit: UnitItems, driven: readonly string[]): string[] {
  if (path === TREE_RUNTIME) return sharedNames(unit).filter((name) => ENTRY_POINT.test(name));
  if (!driven.includes(path)) return [];
  const registers = (name: string): boolean =>
    unit.byName.get(name)?.some((item) => item.uses.has(REGISTERS)) === true;
  return unit.items
    .filter((item) => isInitcall(item) && item.file === unit.mainFile)
    .filter((item) => [...item.uses].some(registers))
    .map(({ name }) => name);
}

/** What a unit's .c file defines for the linker. */
function sharedNames(unit: UnitItems): string[] {
  return unit.items.flatMap((item) => {
    if (item.isStatic || item.file !== unit.mainFile) return [];
    if (!item.isFunction && item.kind !== "declaration") return [];
    return item.declared
      .filter(({ kind, defines }) => defines && (kind === "function" || kind === "variable"))
      .map(({ name }) => name);
  });
}
