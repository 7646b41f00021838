// SPDX-License-Identifier: GPL-2.0-only
import { findWrites } from "./text/find-writes.ts";
import type { Item } from "./text/item.ts";
import type { UnitItems } from "./text/unit-items.ts";

/** What decides how much of a unit is kept. */
export interface ReachOptions {
  /** Names to start from; those that the unit does not declare are ignored. */
  readonly roots: Iterable<string>;
  /** Files whose functions keep their bodies, whatever these hold: those that the patch touches. */
  readonly neverCut: (file: string) => boolean;
  /** Functions of which the prototype alone is kept, whatever they hold: the compiler will not have their bodies. */
  readonly unfit?: ReadonlySet<string>;
  /** Functions of headers of which the prototype alone is kept, since somebody else stands in for them. */
  readonly seams?: ReadonlySet<string>;
  /** What of the .c file is not kept at all: another declaration counts, or none. */
  readonly dropped?: ReadonlySet<string>;
  /** Whether a static variable that is kept also keeps the functions of the .c file that write it. Default true. */
  readonly rootWriters?: boolean;
}

/** The items that the roots reach. */
export interface Reached {
  /** In no order; cut functions are among them. */
  readonly kept: ReadonlySet<Item>;
  /** Functions of which only the prototype stays, with the reason. */
  readonly cut: ReadonlyMap<Item, CutReason>;
}

/**
 * Why a body is not kept: assembly in a header, or in a function of the .c file that is no root; it does not compile; or
 * somebody else stands in for it.
 */
export type CutReason = "header-asm" | "asm" | "unfit" | "seam";

/** A lock says nothing about the data: who takes it is no writer. */
const LOCK = /^(raw_)?(spinlock|rwlock|seqlock)_t$|^struct (mutex|rw_semaphore|lock_class_key|rt_mutex)$/;

/** Follows names from the roots to the items that declare them, and on, until nothing new turns up. */
export function reach(unit: UnitItems, options: ReachOptions): Reached {
  const { byName, mainFile, tokens } = unit;
  const roots = new Set(options.roots);
  const kept = new Set<Item>();
  const cut = new Map<Item, CutReason>();
  const seen = new Set<string>();
  const queue: string[] = [];
  const want = (name: string): void => {
    if (seen.has(name) || !byName.has(name)) return;
    seen.add(name);
    queue.push(name);
  };
  const writers = options.rootWriters === false ? null : new Map<string, Item[]>();
  if (writers !== null) {
    for (const item of unit.items) {
      if (!item.isFunction || item.file !== mainFile) continue;
      for (const name of findWrites(tokens, item.range.body, item.range.to)) {
        const known = writers.get(name);
        if (known === undefined) writers.set(name, [item]);
        else known.push(item);
      }
    }
  }
  const isDropped = (item: Item): boolean =>
    item.file === mainFile && options.dropped?.has(item.name) === true;
  const keep = (item: Item): void => {
    if (kept.has(item) || isDropped(item)) return;
    kept.add(item);
    const isUnfit = item.isFunction && options.unfit?.has(item.name) === true;
    const isSeam = item.isFunction && item.file !== mainFile && options.seams?.has(item.name) === true;
    const why = isUnfit ? "unfit" : isSeam ? "seam" : whyCut(item, roots, options.neverCut, mainFile);
    if (why !== null) cut.set(item, why);
    for (const name of why === null ? item.uses : item.headUses) want(name);
    if (writers === null || !item.isStatic || item.kind !== "declaration" || item.file !== mainFile) return;
    if ([...item.uses].some((name) => LOCK.test(name))) return;
    for (const { name, kind } of item.declared) {
      if (kind !== "variable") continue;
      for (const writer of writers.get(name) ?? []) want(writer.name);
    }
  };
  for (const name of roots) want(name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const item of byName.get(name)!) keep(item);
  }
  return { kept, cut };
}

function whyCut(
  item: Item,
  roots: ReadonlySet<string>,
  neverCut: (file: string) => boolean,
  mainFile: string,
): CutReason | null {
  if (!item.isFunction || !item.hasAsm || neverCut(item.file)) return null;
  if (item.file !== mainFile) return "header-asm";
  return roots.has(item.name) ? null : "asm";
}
