// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from "node:os";
import type { Cache } from "../cache/cache.ts";
import type { Limiter } from "../cache/limiter.ts";
import type { Recipe } from "./recipe.ts";
import { type BatchInput, type BatchKind, type BatchOutput, runBatch } from "./run-batch.ts";

import { TextTime } from "./text-time.ts";

/** Texts of one kind that wait for a place, and what will come of them. */
interface Waiting {
  readonly inputs: BatchInput[];
  readonly outputs: Promise<readonly BatchOutput[]>;
}

/** The more processors, the fewer texts wait for one process. */
const MOST = Math.max(1, Math.ceil(12 / availableParallelism()));

/** Of one name, which both sides of a patch have a file of, there can be but one in a batch. */
const hasRoom = (inputs: readonly BatchInput[], { name }: BatchInput): boolean =>
  inputs.length < MOST && (name === "" || !inputs.some((one) => one.name === name));

/** Texts for the compiler: those of one kind that wait at the same time go to one process. */
export class Batches {
  readonly #recipe: Recipe;
  readonly #cache: Cache;
  readonly #time = new TextTime();
  readonly #waiting = new Map<string, Waiting>();

  constructor(recipe: Recipe, cache: Cache) {
    this.#recipe = recipe;
    this.#cache = cache;
  }

  /** @throws ToolError if the compiler cannot be run */
  async run(kind: BatchKind, input: BatchInput, limiter: Limiter): Promise<BatchOutput> {
    const name = JSON.stringify(kind);
    let waiting = this.#waiting.get(name);
    if (waiting === undefined || !hasRoom(waiting.inputs, input)) {
      waiting = this.#begin(name, kind, limiter);
      this.#waiting.set(name, waiting);
    }
    const at = waiting.inputs.push(input) - 1;
    return (await waiting.outputs)[at]!;
  }

  #begin(name: string, kind: BatchKind, limiter: Limiter): Waiting {
    const inputs: BatchInput[] = [];
    const outputs = limiter.run(async () => {
      // whoever asks in the same turn is in it as well
      await new Promise(setImmediate);
      if (this.#waiting.get(name)?.inputs === inputs) this.#waiting.delete(name);
      return await runBatch(this.#recipe, kind, inputs, this.#cache, this.#time);
    });
    return { inputs, outputs };
  }
}
