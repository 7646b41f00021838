// SPDX-License-Identifier: GPL-2.0-only

import { renderSlice } from "./edit/render-slice.ts";
import { findUndefined, type Undefined } from "./find-undefined.ts";
import { keepTable } from "./keep-table.ts";
import { type CutReason, type Reached, type ReachOptions, reach } from "./reach.ts";
import type { Item } from "./text/item.ts";
import type { Location } from "./text/locations.ts";
import { splitItems } from "./text/split-items.ts";
import type { UnitItems } from "./text/unit-items.ts";

/** How to slice a unit. */
export interface SliceOptions extends ReachOptions {
  readonly roots: readonly string[];
  /** Static functions of the .c file that another unit calls. */
  readonly visible?: ReadonlySet<string>;
  /** What the .c file defines and another unit's definition replaces. */
  readonly weak?: ReadonlySet<string>;
  /** Functions of the .c file that the runtime stands in front of (fronted.ts). */
  readonly behind?: ReadonlySet<string>;
}

/** A function that the slice has with its body. */
export interface KeptFunction extends Location {
  readonly name: string;
  readonly static: boolean;
}

/** A function of which the slice has the prototype alone: an import of the module. */
export interface CutFunction extends Location {
  readonly name: string;
  readonly why: CutReason;
}

/** How much text it is. */
export interface SliceSize {
  /** Function definitions in the unit's .c file, and in its headers. */
  readonly functions: number;
  readonly headerFunctions: number;
  /** Lines of the .c file that its functions cover. */
  readonly lines: number;
  /** UTF-16 units of preprocessed text. */
  readonly length: number;
}

/** The part of a unit that its roots need. */
export interface Slice {
  /** Preprocessed C, ready for the compiler. */
  readonly text: string;
  readonly kept: readonly KeptFunction[];
  readonly cut: readonly CutFunction[];
  /** Kept functions that hold assembly: the compiler will refuse them. */
  readonly asmLeft: readonly KeptFunction[];
  readonly undefinedData: readonly Undefined[];
  readonly undefinedFunctions: readonly Undefined[];
  /** Kept definitions that give way to another unit's. */
  readonly weak: readonly string[];
  /** What the table behind the text names: static roots, and static variables that change. */
  readonly addressed: readonly string[];
  readonly before: SliceSize;
  readonly after: SliceSize;
  /** Roots that the unit does not declare. */
  readonly missingRoots: readonly string[];
}

/**
 * Cuts a preprocessed unit down to what its roots reach. Text that is kept is kept as it is, at its own file and line.
 *
 * @param unit what `clang -E` gave, or that split already
 */
export function sliceUnit(unit: string | UnitItems, options: SliceOptions): Slice {
  const split = typeof unit === "string" ? splitItems(unit) : unit;
  const reached = reach(split, options);
  const { kept, cut } = reached;
  const keptItems = split.items.filter((item) => kept.has(item));
  const functions = keptItems.filter((item) => item.isFunction && !cut.has(item));
  const names = findUndefined(split, reached, options.behind);
  const addressed = keepTable(split, reached, new Set(options.roots));
  const weak = definitionsOf(split, reached).filter((name) => options.weak?.has(name) === true);
  const text = weakly(weak) + renderSlice(split, reached, options.visible, options.behind) + addressed.text;
  const describe = (item: Item): KeptFunction => {
    return { name: item.name, file: item.file, line: item.line, static: item.isStatic };
  };
  return {
    text,
    kept: functions.map(describe),
    cut: [...cut]
      .sort(([a], [b]) => a.index - b.index)
      .map(([{ name, file, line }, why]) => ({ name, file, line, why })),
    asmLeft: functions.filter((item) => item.hasAsm).map(describe),
    undefinedData: names.filter(({ kind }) => kind === "variable"),
    undefinedFunctions: names.filter(({ kind }) => kind === "function"),
    weak,
    addressed: addressed.names,
    before: measure(
      split,
      split.items.filter((item) => item.isFunction),
      split.text.length,
    ),
    after: measure(split, functions, text.length),
    missingRoots: options.roots.filter((name) => !split.byName.has(name)),
  };
}

/** What the kept part of the .c file defines for the linker. */
function definitionsOf({ items, mainFile }: UnitItems, { kept, cut }: Reached): string[] {
  const own = items.filter(
    (item) => kept.has(item) && !cut.has(item) && !item.isStatic && item.file === mainFile,
  );
  return own.flatMap(({ declared }) => declared.filter(({ defines }) => defines).map(({ name }) => name));
}

/** Before all else, so that no caller takes the definition for the one that counts. */
const weakly = (names: readonly string[]): string =>
  names.length === 0 ? "" : `# 1 "<hunkbox>"\n${names.map((name) => `#pragma weak ${name}\n`).join("")}`;

function measure({ mainFile, locations }: UnitItems, functions: readonly Item[], length: number): SliceSize {
  const own = functions.filter(({ file }) => file === mainFile);
  // a body may end in another file only if a line marker says so inside it
  const lines = own.map(({ end, line }) => Math.max(1, locations.at(end - 1).line - line + 1));
  return {
    functions: own.length,
    headerFunctions: functions.length - own.length,
    lines: lines.reduce((sum, one) => sum + one, 0),
    length,
  };
}
