// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../../base/base.ts";
import { openCache } from "../../compile/cache/open-cache.ts";
import type { JudgeAt } from "../../gate/queue/judged-patch.ts";
import { judgesHere } from "../../gate/queue/judges-here.ts";
import type { QueueItem } from "../../gate/queue/queue-item.ts";
import { explainError } from "../explain-error.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { loadReference } from "../inputs/load-inputs.ts";
import { rangeInputs } from "../inputs/range-inputs.ts";
import { chooseBase } from "../options/choose-base.ts";
import { openKept } from "../output/open-kept.ts";
import type { FromWorker, OpenQueue, ToWorker } from "./messages.ts";

/**
 * Judges what the process that started this one asks for, until that is gone. Jobs come one at a time.
 *
 * @param channel to that process
 */
export function queueWorker(channel: NodeJS.Process): void {
  const say = (message: FromWorker): void => {
    channel.send?.(message);
  };
  let judgeAt: Promise<JudgeAt> | null = null;
  channel.on("disconnect", () => process.exit(0));
  channel.on("message", async (message: ToWorker) => {
    if (message.kind === "open") {
      judgeAt = opened(message, (text, detail = "") => say({ kind: "progress", text, detail }));
      // told of the first job
      judgeAt.catch(() => {});
      return;
    }
    const { number, good } = message;
    try {
      if (judgeAt === null) throw new Error("a job came before its queue");
      say({ kind: "judged", number, judged: await (await judgeAt)(number, good) });
    } catch (error) {
      say({ kind: "failed", number, why: explainError(error) });
    }
  });
}

async function opened(
  { data, options }: OpenQueue,
  progress: (text: string, detail?: string) => void,
): Promise<JudgeAt> {
  const cache = openCache();
  const own = { ...data, cache, progress, kept: openKept(cache) };
  const { range } = options;
  if (range === undefined) {
    const patches = data.items.flatMap((item) => item.patches);
    const reference = await loadReference();
    const base = await chooseBase(options, { cover: null, patches }, reference.patches[0]!);
    return judgesHere({ ...own, base, items: data.items.map((item) => ({ ...item, base: null })) });
  }
  const steps = await rangeInputs([], range, options);
  const ids = steps.map(({ id }) => id.slice(0, 12));
  if (ids.join() !== data.items.map(({ name }) => name).join())
    throw new BadInput(`the range ${range} is another one than a moment ago`, "start again");
  const items = data.items.map((item, i): QueueItem => {
    const load = async (): Promise<Base> => (await steps[i]!.load()).base;
    return { ...item, base: item.refusal === null ? load : null };
  });
  return judgesHere({ ...own, base: (await steps[0]!.load()).base, items });
}
