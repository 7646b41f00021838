// SPDX-License-Identifier: GPL-2.0-only
import { WORK_BUDGET } from "../../guest/loaded-module.ts";
import { JUDGEMENT_VERSION, type PatchJudgement, type QueueJudgement } from "../judgement.ts";
import { JudgedAhead } from "./judged-ahead.ts";
import type { JudgeAt, JudgedPatch } from "./judged-patch.ts";
import { judgesHere } from "./judges-here.ts";
import type { QueueRequest } from "./queue-request.ts";

/**
 * Judges each patch on top of those before it, and then all as one. One that cannot be applied or built is left out, and
 * the next takes its place; a commit has its own base, and is part of the whole in any case.
 *
 * @param judgeAt who judges: this process
 * @param atOnce patches that it judges at the same time; what comes of it is the same
 * @throws ToolError if the toolchain or the cache cannot be used, ScenarioError if a scenario makes no sense
 */
export async function judgeQueue(
  request: QueueRequest,
  judgeAt: JudgeAt = judgesHere(request),
  atOnce = 1,
): Promise<QueueJudgement> {
  const { items, shard } = request;
  // a commit stands on its parent, whatever that is worth: the whole is what the last one leaves
  const isGood = (number: number, { judgement }: Pick<JudgedPatch, "judgement">): boolean =>
    judgement.refusal === null && (items[number - 1]!.base !== null || judgement.configs.every(isSound));
  const numbers = items.map((_, i) => i + 1);
  const isSeries = items.length > 1;
  const ahead = new JudgedAhead(
    {
      numbers: isSeries ? [...numbers, 0] : numbers,
      mayBeGood: (number) => items[number - 1]!.refusal === null,
      isGood: (number, judged) => number > 0 && isGood(number, judged),
    },
    judgeAt,
    atOnce,
  );
  const good: number[] = [];
  const leftOut: number[] = [];
  const patches: PatchJudgement[] = [];
  let emscripten = "";
  const judge = async (number: number): Promise<PatchJudgement> => {
    const { judgement, toolchain } = await ahead.judged(number, good);
    emscripten ||= toolchain;
    return { ...judgement, number };
  };
  for (const number of numbers) {
    const item = items[number - 1]!;
    const judgement = await judge(number);
    const mayBeCaused = item.refusal === null && item.base === null;
    patches.push(mayBeCaused ? withCause(judgement, leftOut) : judgement);
    (isGood(number, { judgement }) ? good : leftOut).push(number);
  }
  const whole = isSeries && good.length > 0 ? withCause(await judge(0), leftOut) : null;
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
