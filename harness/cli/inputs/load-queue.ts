// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../../base/base.ts";
import { checkBlobs } from "../../base/git/check-blobs.ts";
import type { QueueItem } from "../../gate/queue/queue-item.ts";
import { refusalOf } from "../../gate/refusal-of.ts";
import { modeLine } from "../../report/mode-line.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { chooseBase } from "../options/choose-base.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { loadReference } from "./load-inputs.ts";
import { rangeInputs } from "./range-inputs.ts";
import { type ReadQueue, readQueue } from "./read-queue.ts";

/** What a gate judges: patches in their order, and what the first of them applies to. */
export interface LoadedQueue extends ReadQueue {
  readonly base: Base;
}

/**
 * Reads mails, mboxes, diffs, folders with patches, or the commits of a range.
 *
 * @param words as readWords takes them; the project's own patch if there are none
 */
export async function loadQueue(words: readonly string[], options: BaseOptions): Promise<LoadedQueue> {
  const queue =
    options.range !== undefined
      ? await rangeQueue(words, options.range, options)
      : await fileQueue(words, options);
  const modes = modeLine(queue.items.flatMap((item) => item.patches));
  if (modes !== "") tell(modes);
  return queue;
}

async function fileQueue(words: readonly string[], options: BaseOptions): Promise<LoadedQueue> {
  const { name, cover, items } = await readQueue(words);
  const patches = items.flatMap((item) => item.patches);
  const reference = await loadReference();
  const base = await chooseBase(options, { cover: null, patches }, reference.patches[0]!);
  const [first] = patches;
  if (base.hasHistory && first !== undefined)
    for (const line of checkBlobs(base, [first], false).slice(0, 3)) tell(line);
  return { name, cover, items, base };
}

async function rangeQueue(
  words: readonly string[],
  range: string,
  options: BaseOptions,
): Promise<LoadedQueue> {
  const steps = await rangeInputs(words, range, options);
  const [first] = steps;
  if (first === undefined)
    throw new BadInput(
      `the range ${range} holds no commit that changes a file`,
      "git log shows what it holds",
    );
  const items = await Promise.all(
    steps.map(async (step): Promise<QueueItem> => {
      const name = step.id.slice(0, 12);
      try {
        const { patches } = await step.series();
        const base = async (): Promise<Base> => (await step.load()).base;
        return { name, cover: null, patches, refusal: null, base };
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        return { name, cover: null, patches: [], refusal: { ...refusal }, base: null };
      }
    }),
  );
  return { name: range, cover: null, items, base: (await first.load()).base };
}
