// SPDX-License-Identifier: GPL-2.0-only
import { setImmediate } from "node:timers/promises";
import type { BuildPair, InstrumentedPair } from "../compile/build-pair.ts";
import type { Build } from "../compile/build-side.ts";
import { counts, type Flavour } from "../compile/flavour.ts";
import type { GateResult } from "../compile/tree/syntax-gate.ts";
import type { ConfigName } from "../machine/config.ts";
import { machineParams } from "../scenario/machine-params.ts";
import { sweepScenarios } from "../scenario/sweep-scenarios.ts";
import type { EntryCost } from "./cost/entry-cost.ts";
import { changedFunctions } from "./coverage/changed-functions.ts";
import type { ExercisedLine } from "./coverage/exercise.ts";
import { type SideCoverage, sideCoverage } from "./coverage/side-coverage.ts";
import { unusedFunctions } from "./coverage/unused-functions.ts";
import type { JudgeJob } from "./judge-job.ts";
import type { KeptRuns } from "./kept-runs.ts";
import { ScenarioJudge } from "./scenario-judge.ts";
import { SidePool } from "./side-under-test.ts";
import { fewFindings } from "./verdict/few-findings.ts";
import type { Finding } from "./verdict/finding.ts";
import type { ScenarioVerdict, WhyNot } from "./verdict/scenario-verdict.ts";
import { settleFindings } from "./verdict/settle-findings.ts";

/** Which lines ran, of both sides. */
export interface PairCoverage {
  readonly before: SideCoverage;
  readonly after: SideCoverage;
}

/** All that was found in one configuration: plain data, which can be kept and handed from thread to thread. */
export interface ConfigJudgement {
  readonly scenarios: readonly ScenarioVerdict[];
  readonly findings: readonly Finding[];
  /** Why an instrumented run is left out, in words; empty if none is. */
  readonly unchecked: readonly string[];
  /** Which lines ran; null if nothing was run that counts them. */
  readonly coverage: PairCoverage | null;
  /** What callers pay on both sides; null if it was not counted. */
  readonly costs: readonly EntryCost[] | null;
}

/** What was found in one configuration, and the modules that it was found with. */
export interface ConfigVerdict extends ConfigJudgement {
  readonly config: ConfigName;
  readonly before: Build;
  readonly after: Build;
  /** Of a tree: what a compiler for x86 says of the whole files. */
  readonly gate: GateResult | null;
  /** Changed lines of code that no configuration compiles; looked for where both sides compile to the same code. */
  readonly switchedOff: readonly ExercisedLine[];
}

/** What each instrumented run looks for. */
const LOOKS_FOR: Readonly<Record<Flavour, string>> = {
  plain: "",
  asan: "memory errors",
  msan: "values that were never set",
};

function whyNotChecked({ flavour, before, after }: InstrumentedPair): string[] {
  const missing = [before, after].find(({ module }) => module === null);
  if (missing === undefined) return [];
  const [error] = missing.errors;
  const why = error === undefined ? missing.unavailable : `${error.file}:${error.line}: ${error.message}`;
  return [`not looked for ${LOOKS_FOR[flavour]}: the ${missing.side} side cannot be built for it: ${why}`];
}

const isSame = (before: Build, after: Build): boolean =>
  before.module !== null && after.module !== null && Buffer.compare(before.module, after.module) === 0;

/**
 * What was never set may be anything to the optimiser, even what it was before: without optimisation it shows. The checks
 * for undefined behaviour hold line numbers, so of these modules nothing follows.
 */
const isSameOrLines = ({ flavour, before, after }: InstrumentedPair): boolean =>
  flavour !== "msan" ||
  before.module === null ||
  after.module === null ||
  isSame(before, after) ||
  isSameText(before.texts, after.texts);

/**
 * The same words, perhaps on other lines. What MemorySanitizer says of variables, the compiler puts in an order of its own
 * each time, so that modules may differ where nothing does.
 */
function isSameText(before: Build["texts"], after: Build["texts"]): boolean {
  const wordsOf = (texts: Build["texts"]): string =>
    [...texts].map(([path, text]) => `${path} ${text.replaceAll(/^# \d+ .*$/gm, "")}`).join(" ");
  const [one, other] = [before, after].map((texts) => wordsOf(texts).split(/\s+/).join(" "));
  return one === other;
}

/** Why nothing is run in a configuration; null if there is something to run. */
function whyNotRun({ before, after, instrumented }: BuildPair): WhyNot | null {
  const missing = [before, after].filter(({ module }) => module === null);
  const broken = missing.find(({ unavailable }) => unavailable === "");
  if (broken !== undefined) return { kind: "no-build", text: `the ${broken.side} side does not build` };
  if (missing[0] !== undefined)
    return { kind: "unavailable", text: `not comparable here: ${missing[0].unavailable}` };
  if (!isSame(before, after) || !instrumented.every(isSameOrLines)) return null;
  return { kind: "same-code", text: "both sides compile to the same code" };
}

/**
 * Runs all scenarios on both sides of one configuration. Sides that compile to the same code are equal without a run.
 *
 * @param onScenario called before each scenario that is run: its id, which it is (from 1), and how many there are
 * @param runs those of earlier checks
 */
export async function judgeConfig(
  job: JudgeJob,
  onScenario: OnScenario,
  runs: KeptRuns | null = null,
): Promise<ConfigJudgement> {
  const { pair, scenarios } = job;
  const unchecked = pair.instrumented.flatMap(whyNotChecked);
  const whyNot = whyNotRun(pair);
  if (whyNot !== null) {
    const kind = whyNot.kind === "same-code" ? "same" : "not-run";
    const results = scenarios.map(({ id, steps }): ScenarioVerdict => {
      return { id, class: kind, findings: [], events: 0, steps: steps.length, whyNot };
    });
    return { scenarios: results, findings: [], unchecked, coverage: null, costs: null };
  }
  const quick = await runAll(job, onScenario, { resetsAll: false, runs });
  const { results, coverage, costs } = quick.isSpoilt
    ? await runAll(job, onScenario, { resetsAll: true, runs: null })
    : quick;
  const settled = fewFindings(settleFindings(results));
  const findings = settled.flatMap((one) => one.findings);
  return { scenarios: settled, findings, unchecked, coverage, costs };
}

type OnScenario = (id: string, number: number, total: number) => void;

/** All runs of one configuration. */
interface ConfigRuns {
  readonly results: readonly ScenarioVerdict[];
  readonly coverage: PairCoverage;
  readonly costs: ConfigJudgement["costs"];
  /** One may have found what another one left behind. */
  readonly isSpoilt: boolean;
}

async function runAll(
  { views, pair, scenarios, reverse, costsOf }: JudgeJob,
  onScenario: OnScenario,
  { resetsAll, runs }: { readonly resetsAll: boolean; readonly runs: KeptRuns | null },
): Promise<ConfigRuns> {
  const { before, after } = pair;
  const pool = new SidePool(views, reverse, resetsAll, runs);
  try {
    const swept = await sweepScenarios(
      scenarios.filter(({ configs }) => configs.includes(before.config)),
      (flow) => [before, after].map((build) => pool.get(build, machineParams(flow)).guest),
    );
    // derived ones last: the others stand in the order in which they were given
    const all = [...scenarios, ...swept];
    const results: ScenarioVerdict[] = [];
    const judge = new ScenarioJudge(pair, pool, (id) => onScenario(id, results.length + 1, all.length));
    for (const scenario of all) {
      results.push(judge.judge(scenario));
      // as within the sweep
      await setImmediate();
    }
    const coverage = coverageOf(pair, pool);
    // what is counted now changes nothing of that
    const wasSpoilt = pool.resetSpoilt() || judge.hasDiffered;
    // what is kept of a run must not depend on another one
    if (!wasSpoilt) pool.keepRuns();
    const isCounted = costsOf !== undefined && (resetsAll || !wasSpoilt);
    const costs = isCounted ? await judge.costs(new Set(costsOf)) : null;
    return { results, coverage, costs, isSpoilt: wasSpoilt };
  } finally {
    pool.free();
  }
}

/** A kernel that dies of a bad access goes no further: what sees one counts, where it could be built. */
function coverageOf({ before, after, instrumented }: BuildPair, pool: SidePool): PairCoverage {
  const counting = instrumented.find(
    (one) => counts(one.flavour) && one.before.module !== null && one.after.module !== null,
  ) ?? { before, after };
  const touched = changedFunctions(before.texts, after.texts);
  const of = (build: Build): SideCoverage =>
    sideCoverage(pool.textOf(build), pool.guestsOf(build), touched, unusedFunctions(build.texts));
  return { before: of(counting.before), after: of(counting.after) };
}
