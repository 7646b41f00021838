// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../base/base.ts";
import { stackBase } from "../base/stack-base.ts";
import { WORK_BUDGET } from "../guest/loaded-module.ts";
import type { Patch } from "../patch/series.ts";
import { judgePatch } from "./judge-patch.ts";
import { JUDGEMENT_VERSION, type PatchJudgement, type QueueJudgement } from "./judgement.ts";
import type { QueueItem } from "./queue-item.ts";
import type { QueueRequest } from "./queue-request.ts";

/**
 * Judges each patch on top of those before it, and then all as one. One that cannot be applied or built is left out, and
 * the next takes its place; a commit has its own base, and is part of the whole in any case.
 *
 * @throws ToolError if the toolchain or the cache cannot be used, ScenarioError if a scenario makes no sense
 */
export async function judgeQueue(request: QueueRequest): Promise<QueueJudgement> {
  const { items, base, shard, progress } = request;
  // neighbours in the catalogue take about as long: dealt out one by one, the parts do too
  const scenarios = request.scenarios.filter((_, i) => i % shard.of === shard.index - 1);
  // what callers pay does not hang on the scenarios: one part counts it
  const costs = request.costs === true && shard.index === 1;
  const good: Patch[] = [];
  const patches: PatchJudgement[] = [];
  const leftOut: number[] = [];
  let emscripten = "";
  const judge = async (item: QueueItem, on: () => Promise<Base>, number: number): Promise<PatchJudgement> => {
    const what = number === 0 ? "the series" : `patch ${number} of ${items.length}`;
    const tell: typeof progress = (text, detail) =>
      progress(items.length === 1 ? text : `${what}: ${text}`, detail);
    const { judgement, toolchain } = await judgePatch(
      { ...request, scenarios, costs, progress: tell },
      item,
      on,
    );
    emscripten ||= toolchain;
    return { ...judgement, number };
  };
  for (const [i, item] of items.entries()) {
    const on = item.base ?? (async () => stackBase(base, good));
    const judgement = await judge(item, on, i + 1);
    const isGood = judgement.refusal === null && judgement.configs.every(isSound);
    patches.push(item.refusal === null && item.base === null ? withCause(judgement, leftOut) : judgement);
    // a commit stands on its parent, whatever that is worth: the whole is what the last one leaves
    if (isGood || (item.base !== null && judgement.refusal === null)) good.push(...item.patches);
    else leftOut.push(i + 1);
  }
  const name = `${good.length} patches as one`;
  const all: QueueItem = { name, cover: request.cover, patches: good, refusal: null, base: null };
  const isSeries = items.length > 1 && good.length > 0;
  const whole = isSeries ? withCause(await judge(all, async () => base, 0), leftOut) : null;
  return {
    version: JUDGEMENT_VERSION,
    tool: { name: "hunkbox", version: request.version, emscripten },
    input: request.input,
    command: request.command,
    portableCommand: request.portableCommand,
    shard,
    scenarios: request.scenarios.map(({ id }) => id),
    configsChosen: request.configsChosen === true,
    scenariosChosen: request.scenariosChosen,
    flavours: request.flavours,
    hasPolicy: request.hasPolicy,
    stepBudget: WORK_BUDGET.plain,
    patches,
    whole,
  };
}

/** What does not apply may have been made on a patch that is left out: that one is to be mended first. */
function withCause(judgement: PatchJudgement, leftOut: readonly number[]): PatchJudgement {
  const { refusal } = judgement;
  if (refusal === null || refusal.isOurs === true || leftOut.length === 0) return judgement;
  const which = leftOut.length === 1 ? `patch ${leftOut[0]} is` : `patches ${leftOut.join(", ")} are`;
  return { ...judgement, refusal: { ...refusal, hint: `${which} left out, and this one may build on that` } };
}

/** False for a patch that breaks the build: nothing could be judged on top of it. */
const isSound = ({ before, after }: PatchJudgement["configs"][number]): boolean =>
  after.ok || after.unavailable !== "" || !before.ok;
