// SPDX-License-Identifier: GPL-2.0-only

import type { Base } from "../base/base.ts";
import type { Build } from "../compile/build-side.ts";
import { fewErrors } from "../compile/few-errors.ts";
import { ToolError } from "../compile/toolchain/tool-error.ts";
import { type CheckResult, checkPatch } from "../judge/check-patch.ts";
import { exerciseOf } from "../judge/coverage/exercise.ts";
import type { MailInfo } from "../patch/series.ts";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import { gateHunks } from "./gate-hunks.ts";
import type { GateBuild, Refusal } from "./gate-report.ts";
import { gateTraces } from "./gate-traces.ts";
import type { PatchJudgement } from "./judgement.ts";
import { lineRuns } from "./line-runs.ts";
import type { QueueItem } from "./queue-item.ts";
import type { QueueRequest } from "./queue-request.ts";
import { refusalOf } from "./refusal-of.ts";

/**
 * Judges one patch of a queue. What is wrong with the patch itself is part of the judgement; all else is thrown.
 *
 * @param on makes the base that it applies to
 */
export async function judgePatch(
  request: Omit<QueueRequest, "base" | "items">,
  item: QueueItem,
  on: () => Promise<Base>,
): Promise<{ readonly judgement: Omit<PatchJudgement, "number">; readonly toolchain: string }> {
  const [first] = item.patches;
  const info = item.cover ?? first;
  const about = {
    // of several patches, the first does not speak for all
    title: (item.cover !== null || item.patches.length === 1 ? info?.subject : "") || item.name,
    prefix: info?.prefix ?? "",
    author: info?.author ?? null,
    date: info?.date ?? null,
    messageId: info?.messageId ?? null,
    references: threadOf(info),
    recipients: info?.recipients ?? [],
    upstreamCommit: first?.upstreamCommit ?? null,
    base: "",
  };
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
    });
    return {
      judgement: { ...about, base: name, refusal: null, ...judgementOf(result, request) },
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

/** A mail that names its parent alone names the thread as far as it knows it. */
function threadOf(info: MailInfo | undefined): readonly string[] {
  if (info === undefined || info.references.length > 0) return info?.references ?? [];
  return info.inReplyTo === null ? [] : [info.inReplyTo];
}

function judgementOf(
  { views, configs }: CheckResult,
  { scenarios, traces }: Pick<QueueRequest, "scenarios" | "traces">,
): Pick<PatchJudgement, "hunks" | "configs" | "traces"> {
  const seen = new Set<string>();
  return {
    hunks: gateHunks(views.placed),
    configs: configs.map((one) => ({
      config: one.config,
      before: buildOf(one.before),
      after: buildOf(one.after),
      scenarios: one.scenarios,
      unchecked: one.unchecked,
      coverage: lineRuns(views, one),
      exercise: one.coverage === null ? null : exerciseOf(one.coverage),
    })),
    traces: traces ? configs.flatMap((one) => gateTraces(views, one, scenarios, seen)) : [],
  };
}

const buildOf = ({ module, errors, unavailable }: Build): GateBuild => ({
  ok: module !== null,
  errors: fewErrors(errors),
  unavailable,
});
