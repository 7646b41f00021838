// SPDX-License-Identifier: GPL-2.0-only

import { ApplyError } from "../base/apply/apply-error.ts";
import type { Base } from "../base/base.ts";
import { makeViews } from "../base/make-views.ts";
import { type CheckRequest, type CheckResult, checkPatch } from "../judge/check-patch.ts";
import type { Patch } from "../patch/series.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { whatToRun } from "../scenario/what-to-run.ts";
import { type BackportVerdict, weighBackport } from "./backport-verdict.ts";
import { compareScenarios, type ScenarioComparisons } from "./compare-scenarios.ts";
import type { HunkCounterpart } from "./hunk-counterpart.ts";
import { hunkCounterparts } from "./hunk-counterparts.ts";
import { unshownHunks } from "./unshown-hunks.ts";

/** Patches, and what they apply to. */
export interface PatchOnBase {
  readonly base: Base;
  readonly patches: readonly Patch[];
}

/** What is to be compared, and with what. */
export interface BackportRequest
  extends Pick<
    CheckRequest,
    "configs" | "configsChosen" | "scenarios" | "scenariosChosen" | "flavours" | "cache" | "progress"
  > {
  readonly upstream: PatchOnBase;
  readonly backport: PatchOnBase;
}

/** Everything that a report needs. */
export interface BackportResult extends ScenarioComparisons {
  readonly upstream: CheckResult;
  readonly backport: CheckResult;
  readonly hunks: readonly HunkCounterpart[];
  /** Of the hunks that are altered or missing, those whose difference no scenario shows; empty if more is lost. */
  readonly unshown: readonly HunkCounterpart[];
  /** Those of them whose difference makes no other code in any configuration that was built. */
  readonly idle: readonly HunkCounterpart[];
  readonly verdict: BackportVerdict;
}

/** What errors call the two patches. */
const NAMES = { upstream: "the upstream patch", backport: "the backport" } as const;

/**
 * Builds both sides of an upstream patch and of its backport, each on its own base, and compares what they change.
 *
 * @throws what checkPatch throws
 */
export async function checkBackport(request: BackportRequest): Promise<BackportResult> {
  const { progress, scenariosChosen } = request;
  const named = async <T>(name: string, make: () => T | Promise<T>): Promise<T> => {
    try {
      return await make();
    } catch (error) {
      throw error instanceof ApplyError ? new ApplyError(error.failure, name) : error;
    }
  };
  const concern = async (which: "upstream" | "backport"): Promise<readonly Scenario[]> => {
    const { base, patches } = request[which];
    const views = await named(NAMES[which], () => makeViews(base, patches, false));
    return whatToRun(views, request.scenarios, scenariosChosen === true).scenarios;
  };
  // what one of the two concerns is held against the other
  const concerned = new Set([...(await concern("upstream")), ...(await concern("backport"))]);
  const scenarios = request.scenarios.filter((one) => concerned.has(one));
  const requestOf = (which: "upstream" | "backport"): CheckRequest => {
    const { [which]: own, upstream: _, backport: __, ...rest } = request;
    return {
      ...{ ...rest, ...own, scenarios, scenariosChosen: true, reverse: false },
      progress: (text, detail) => progress(`${which}: ${text}`, detail),
    };
  };
  const check = (which: "upstream" | "backport"): Promise<CheckResult> =>
    named(NAMES[which], () => checkPatch(requestOf(which)));
  const upstream = await check("upstream");
  const backport = await check("backport");
  progress("comparing");
  const compared = compareScenarios(upstream, backport, scenarios);
  const hunks = hunkCounterparts(request.upstream.patches, request.backport.patches);
  const isLost = compared.comparisons.some(({ fate }) => fate === "lost" || fate === "extra");
  const { unshown, idle } = isLost
    ? { unshown: [], idle: [] }
    : await unshownHunks({ ...requestOf("upstream"), flavours: [] }, upstream, hunks);
  const configsChosen = request.configsChosen === true;
  const verdict = weighBackport({ ...compared, upstream, backport, unshown, idle, configsChosen });
  return { ...compared, upstream, backport, hunks, unshown, idle, verdict };
}
