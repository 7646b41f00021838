// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../base/base.ts";
import { makeViews, SIDES, type Views } from "../base/make-views.ts";
import { buildPair } from "../compile/build-pair.ts";
import type { Cache } from "../compile/cache/cache.ts";
import { Workshop } from "../compile/cache/workshop.ts";
import type { Flavour } from "../compile/flavour.ts";
import { initConsole } from "../guest/console.ts";
import { WORK_BUDGET } from "../guest/loaded-module.ts";
import type { ConfigName } from "../machine/config.ts";
import type { Patch } from "../patch/series.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { whatToRun } from "../scenario/what-to-run.ts";
import { offEverywhere } from "./coverage/off-everywhere.ts";
import { type ConfigJudgement, type ConfigVerdict, judgeConfig } from "./judge-config.ts";
import type { JudgeJob } from "./judge-job.ts";
import type { KeptJudgements } from "./kept-judgements.ts";
import { type Verdict, weigh } from "./verdict/verdict.ts";
import { weighed } from "./verdict/weighed.ts";

/** What is to be checked, and with what. */
export interface CheckRequest {
  readonly base: Base;
  readonly patches: readonly Patch[];
  readonly reverse: boolean;
  readonly configs: readonly ConfigName[];
  /** They were asked for by name: one that cannot be judged matters. */
  readonly configsChosen?: boolean;
  readonly scenarios: readonly Scenario[];
  /** They were asked for by name: run whatever the patch concerns. */
  readonly scenariosChosen?: boolean;
  /** Whether to count what callers pay as well. */
  readonly costs?: boolean;
  /** What to run beside the plain modules: slower, and sees what these do not. */
  readonly flavours: readonly Flavour[];
  readonly cache: Cache;
  /** Judgements of earlier runs, to be used and added to. */
  readonly kept?: KeptJudgements | null;
  /** Whether the caller runs scenarios of its own afterwards, to trace them; true if left out. */
  readonly runsLater?: boolean;
  /** Told what is going on, and with what, for whoever has room; may be called often. */
  readonly progress: (text: string, detail?: string) => void;
}

/** Everything that a report needs. */
export interface CheckResult {
  readonly toolchain: string;
  readonly views: Views;
  readonly configs: readonly ConfigVerdict[];
  readonly verdict: Verdict;
}

/**
 * The main job: applies, builds both sides in each configuration, runs and judges.
 *
 * @throws ApplyError if the patch does not apply, ToolError if the toolchain or the cache cannot be used, ScenarioError
 * if a scenario makes no sense
 */
export async function checkPatch(request: CheckRequest): Promise<CheckResult> {
  const { cache, progress, reverse } = request;
  const views = makeViews(request.base, request.patches, reverse);
  const isChosen = request.scenariosChosen === true;
  const { scenarios, concerned, driven } = whatToRun(views, request.scenarios, isChosen);
  const workshop = await Workshop.open(cache, driven);
  let built = 0;
  const total = request.configs.length * SIDES.length * (1 + request.flavours.length);
  const onBuilt = (): void => progress(`built ${++built} of ${total}`);
  // the first is judged while the others are built
  const builds = request.configs.map((config, rank) =>
    buildPair(workshop.ranked(rank), config, views, request.flavours, onBuilt),
  );
  // what goes wrong with a later one is told where it is awaited
  for (const build of builds) build.catch(() => {});
  if (request.runsLater !== false) await initConsole();
  // one after the other: a second thread starts cold, and takes as long to warm up as it saves
  const configs: ConfigVerdict[] = [];
  for (const build of builds) {
    const pair = await build;
    const { before, after, gate } = pair;
    const job = {
      views,
      pair,
      scenarios,
      reverse,
      ...(request.costs === true ? { costsOf: concerned } : {}),
    };
    const judgement = await judge(job, request);
    configs.push({ config: before.config, before, after, gate, ...judgement, switchedOff: [] });
  }
  const told = await withSwitchedOff(configs, request, views, workshop);
  const verdict = weigh(told.map(weighed), WORK_BUDGET.plain, {
    configsChosen: request.configsChosen === true,
  });
  return { toolchain: workshop.recipe.version, views, configs: told, verdict };
}

/** Where all that is built is the same code on both sides, what of the change no compiler saw. */
async function withSwitchedOff(
  configs: readonly ConfigVerdict[],
  { reverse }: CheckRequest,
  views: Views,
  workshop: Workshop,
): Promise<readonly ConfigVerdict[]> {
  const built = configs.filter(({ before, after }) => before.module !== null && after.module !== null);
  if (built.length === 0 || !built.every(isSameCode)) return configs;
  const names = built.map(({ config }) => config);
  const switchedOff = await offEverywhere(workshop, names, views, reverse);
  return configs.map((one) => (built.includes(one) ? { ...one, switchedOff } : one));
}

const isSameCode = ({ scenarios }: ConfigVerdict): boolean =>
  scenarios.every(({ whyNot }) => whyNot?.kind === "same-code");

/** Judges a configuration, unless it is known from an earlier run. */
async function judge(
  job: JudgeJob,
  { kept, progress }: Pick<CheckRequest, "kept" | "progress">,
): Promise<ConfigJudgement> {
  const { config } = job.pair.before;
  const onScenario = (id: string, number: number, total: number): void =>
    progress(`${config}: ${number} of ${total}`, id);
  const run = async (): Promise<ConfigJudgement> => {
    // where all is known, it would take a tenth of the time
    await initConsole();
    return await judgeConfig(job, onScenario, kept?.runs ?? null);
  };
  if (kept === undefined || kept === null) return await run();
  const key = kept.keyOf(job);
  const known = kept.find(key);
  if (known !== null) return known;
  const judgement = await run();
  kept.keep(key, judgement);
  return judgement;
}
