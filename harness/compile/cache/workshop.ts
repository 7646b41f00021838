// SPDX-License-Identifier: GPL-2.0-only
import { Batches } from "../toolchain/batches.ts";
import { findRecipe, type Recipe } from "../toolchain/recipe.ts";
import type { BatchInput, BatchKind, BatchOutput } from "../toolchain/run-batch.ts";
import type { Cache } from "./cache.ts";
import { Limiter } from "./limiter.ts";
import { Once } from "./once.ts";

/** What things are built with: the toolchain, the place where results are kept, and how much runs at a time. */
export class Workshop {
  readonly recipe: Recipe;
  readonly cache: Cache;
  readonly limiter: Limiter;
  /** What one side of a patch has found out and the other need not. */
  readonly once: Once;
  readonly #batches: Batches;

  constructor(
    recipe: Recipe,
    cache: Cache,
    limiter = new Limiter(),
    batches = new Batches(recipe, cache),
    once = new Once(),
  ) {
    this.recipe = recipe;
    this.cache = cache;
    this.limiter = limiter;
    this.once = once;
    this.#batches = batches;
  }

  /** @throws ToolError if there is no toolchain, or it answers in a way that is not understood */
  static async open(cache: Cache): Promise<Workshop> {
    return new Workshop(await findRecipe(cache), cache);
  }

  /** @returns the same workshop, whose jobs have that rank: the lower, the sooner */
  ranked(rank: number): Workshop {
    return new Workshop(this.recipe, this.cache, this.limiter.ranked(rank), this.#batches, this.once);
  }

  /**
   * Hands a text to the compiler, perhaps together with others.
   *
   * @throws ToolError if it cannot be run
   */
  compile(kind: BatchKind, input: BatchInput): Promise<BatchOutput> {
    return this.#batches.run(kind, input, this.limiter);
  }
}
