// SPDX-License-Identifier: GPL-2.0-only
import { Batches } from "../toolchain/batches.ts";
import { findRecipe, type Recipe } from "../toolchain/recipe.ts";
import type { BatchInput, BatchKind, BatchOutput } from "../toolchain/run-batch.ts";
import type { Cache } from "./cache.ts";
import { Limiter } from "./limiter.ts";
import { Once } from "./once.ts";

/** What things are built with: the toolchain, the place where results are kept, how much runs at a time, and what for. */
export class Workshop {
  readonly recipe: Recipe;
  readonly cache: Cache;
  readonly limiter: Limiter;
  /** What one side of a patch has found out and the other need not. */
  readonly once: Once;
  /**
   * Kernel paths of the files that scenarios drive, where a tree has them: of these alone the initcalls run, and all they
   * define is the kernel's.
   */
  readonly driven: readonly string[];
  readonly #batches: Batches;

  constructor(
    recipe: Recipe,
    cache: Cache,
    driven: readonly string[],
    limiter = new Limiter(),
    batches = new Batches(recipe, cache),
    once = new Once(),
  ) {
    this.recipe = recipe;
    this.cache = cache;
    this.driven = driven;
    this.limiter = limiter;
    this.once = once;
    this.#batches = batches;
  }

  /**
   * @param driven kernel paths of the files that scenarios drive
   * @throws ToolError if there is no toolchain, or it answers in a way that is not understood
   */
  static async open(cache: Cache, driven: readonly string[]): Promise<Workshop> {
    return new Workshop(await findRecipe(cache), cache, driven);
  }

  /** @returns the same workshop, whose jobs have that rank: the lower, the sooner */
  ranked(rank: number): Workshop {
    const { recipe, cache, driven, limiter, once } = this;
    return new Workshop(recipe, cache, driven, limiter.ranked(rank), this.#batches, once);
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
