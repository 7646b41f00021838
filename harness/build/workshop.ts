// SPDX-License-Identifier: GPL-2.0-only
import type { Cache } from "./cache.ts";
import { Limiter } from "./limiter.ts";
import { findRecipe, type Recipe } from "./recipe.ts";

/** What things are built with: the toolchain, the place where results are kept, and how much runs at a time. */
export class Workshop {
  readonly recipe: Recipe;
  readonly cache: Cache;
  readonly limiter: Limiter;

  constructor(recipe: Recipe, cache: Cache, limiter = new Limiter()) {
    this.recipe = recipe;
    this.cache = cache;
    this.limiter = limiter;
  }

  /** @throws ToolError if there is no toolchain, or it answers in a way that is not understood */
  static async open(cache: Cache): Promise<Workshop> {
    return new Workshop(await findRecipe(cache), cache);
  }

  /** @returns the same workshop, whose jobs have that rank: the lower, the sooner */
  ranked(rank: number): Workshop {
    return new Workshop(this.recipe, this.cache, this.limiter.ranked(rank));
  }
}
