// SPDX-License-Identifier: GPL-2.0-only
import { stackBase } from "../../base/stack-base.ts";
import { judgePatch } from "./judge-patch.ts";
import type { JudgeAt } from "./judged-patch.ts";
import type { QueueItem } from "./queue-item.ts";
import type { QueueRequest } from "./queue-request.ts";

/** @returns what judges the patches of a queue in this process */
export function judgesHere(request: QueueRequest): JudgeAt {
  const { items, base, shard, progress } = request;
  // neighbours in the catalogue take about as long: dealt out one by one, the parts do too
  const scenarios = request.scenarios.filter((_, i) => i % shard.of === shard.index - 1);
  // what callers pay does not hang on the scenarios: one part counts it
  const costs = request.costs === true && shard.index === 1;
  return async (number, good) => {
    const patches = good.flatMap((one) => items[one - 1]!.patches);
    const what = number === 0 ? "the series" : `patch ${number} of ${items.length}`;
    const tell: typeof progress = (text, detail) =>
      progress(items.length === 1 ? text : `${what}: ${text}`, detail);
    const own = { ...request, scenarios, costs, progress: tell };
    if (number > 0) {
      const item = items[number - 1]!;
      return await judgePatch(own, item, item.base ?? (async () => stackBase(base, patches)));
    }
    const name = `${patches.length} patches as one`;
    const all: QueueItem = { name, cover: request.cover, patches, refusal: null, base: null };
    return await judgePatch(own, all, async () => base);
  };
}
