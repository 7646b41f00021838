// SPDX-License-Identifier: GPL-2.0-only
import { type Slice, type SliceOptions, sliceUnit } from "../../slice/slice-unit.ts";
import { splitItems } from "../../slice/text/split-items.ts";
import type { UnitItems } from "../../slice/text/unit-items.ts";
import { type UnitFacts, unitFacts } from "../../slice/unit-facts.ts";
import { builderCode } from "../cache/builder-code.ts";
import type { Cache } from "../cache/cache.ts";
import { digestOf } from "../cache/digest-of.ts";
import type { Preprocessed } from "./preprocess.ts";

/** How a unit of a tree is sliced: plain data, so that a slice can be named by it. */
export interface TreeSliceOptions {
  readonly roots: readonly string[];
  readonly seams: readonly string[];
  readonly behind: readonly string[];
  readonly visible: readonly string[];
  readonly weak: readonly string[];
  readonly dropped: readonly string[];
  readonly unfit: readonly string[];
}

/** What was made of a unit in this process: both sides of a patch have most units in common. */
interface Made {
  items: UnitItems | null;
  facts: UnitFacts | null;
  readonly slices: Map<string, Slice>;
  readonly needs: Map<string, readonly string[]>;
}

const made = new WeakMap<Preprocessed, Made>();

function madeOf(unit: Preprocessed): Made {
  const known = made.get(unit) ?? { items: null, facts: null, slices: new Map(), needs: new Map() };
  made.set(unit, known);
  return known;
}

/**
 * Slices of units, and what is to be known of a unit to slice the others: found in the cache, by the unit's text and by how
 * it is sliced, or made. What a patch does not change is not even split.
 */
export class KeptSlices {
  readonly #cache: Cache | null;

  /** @param cache null to make everything */
  constructor(cache: Cache | null) {
    this.#cache = cache;
  }

  /** @returns the unit's items: split once, however often they are asked for */
  itemsOf(unit: Preprocessed): UnitItems {
    const own = madeOf(unit);
    own.items ??= splitItems(unit.text);
    return own.items;
  }

  factsOf(unit: Preprocessed): UnitFacts {
    const own = madeOf(unit);
    own.facts ??= this.#kept(unit, "facts", "", () => unitFacts(this.itemsOf(unit)));
    return own.facts;
  }

  /** @returns names that the slice asks of other units, in the order in which it names them */
  needsOf(unit: Preprocessed, options: TreeSliceOptions): readonly string[] {
    const { needs } = madeOf(unit);
    const how = JSON.stringify(options);
    const known = needs.get(how) ?? this.#kept(unit, "needs", how, () => needsOf(this.#slice(unit, options)));
    needs.set(how, known);
    return known;
  }

  sliceOf(unit: Preprocessed, options: TreeSliceOptions): Slice {
    return this.#kept(unit, "slice", JSON.stringify(options), () => this.#slice(unit, options));
  }

  #slice(unit: Preprocessed, options: TreeSliceOptions): Slice {
    const { slices } = madeOf(unit);
    const how = JSON.stringify(options);
    const known = slices.get(how) ?? sliceUnit(this.itemsOf(unit), asSets(options));
    slices.set(how, known);
    return known;
  }

  #kept<T>(unit: Preprocessed, what: string, how: string, make: () => T): T {
    if (this.#cache === null) return make();
    return this.#cache.kept(`${what}-${digestOf([builderCode(), unit.digest, how])}`, make);
  }
}

function needsOf({ undefinedFunctions, undefinedData, cut, weak }: Slice): string[] {
  const missing = [...undefinedFunctions, ...undefinedData, ...cut];
  return [...missing.map(({ name }) => name), ...weak];
}

const asSets = ({ roots, ...others }: TreeSliceOptions): SliceOptions => ({
  roots,
  // what holds assembly cannot be compiled, whoever touches it
  neverCut: () => false,
  seams: new Set(others.seams),
  behind: new Set(others.behind),
  visible: new Set(others.visible),
  weak: new Set(others.weak),
  dropped: new Set(others.dropped),
  unfit: new Set(others.unfit),
});
