// SPDX-License-Identifier: GPL-2.0-only

import type { Base } from "../../base/base.ts";
import { ToolError } from "../../compile/toolchain/tool-error.ts";
import { checkPatch } from "../../judge/check-patch.ts";
import { ScenarioError } from "../../subject/run/scenario-error.ts";
import { aboutPatch } from "../about-patch.ts";
import type { Refusal } from "../gate-report.ts";
import { judgementOf } from "../judgement-of.ts";
import { refusalOf } from "../refusal-of.ts";
import type { JudgedPatch } from "./judged-patch.ts";
import type { QueueItem } from "./queue-item.ts";
import type { QueueRequest } from "./queue-request.ts";

/**
 * Judges one patch of a queue. What is wrong with the patch itself is part of the judgement; all else is thrown.
 *
 * @param on makes the base that it applies to
 */
export async function judgePatch(
  request: Omit<QueueRequest, "base" | "items">,
  item: QueueItem,
  on: () => Promise<Base>,
): Promise<JudgedPatch> {
  const about = { ...aboutPatch(item.cover, item.patches, item.name), base: "" };
  const without = (refusal: Refusal, base: string) => {
    return {
      judgement: { ...about, base, hunks: [], refusal, configs: [], traces: [] },
      toolchain: "",
    };
  };
  if (item.refusal !== null) return without(item.refusal, "");
  let name = "";
  try {
    const base = await on();
    name = base.name;
    const { configs, configsChosen, scenarios, flavours, cache, progress, kept } = request;
    const result = await checkPatch({
      ...{ base, patches: item.patches, reverse: false },
      ...{ configs, configsChosen: configsChosen === true, scenarios, flavours, cache, progress },
      kept: kept ?? null,
      scenariosChosen: request.scenariosChosen,
      costs: request.costs === true,
    });
    return {
      judgement: {
        ...about,
        base: name,
        refusal: null,
        ...judgementOf(result, {
          ...{ scenarios, traces: request.traces, reverse: false },
          isOpen: request.hasPolicy || request.shard.of > 1,
        }),
      },
      toolchain: result.toolchain,
    };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== null) return without(refusal, name);
    if (error instanceof ToolError || error instanceof ScenarioError) throw error;
    // a fault of ours with one patch is no reason to leave the others unjudged
    const message = error instanceof Error ? error.message : String(error);
    const hint = "this is a fault of hunkbox; hunkbox check with HUNKBOX_DEBUG=1 shows where";
    return without({ message: `failed: ${message}`, hint, isOurs: true }, name);
  }
}
