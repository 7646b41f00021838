// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../base/make-views.ts";
import type { BuildPair, InstrumentedPair } from "../build/build-pair.ts";
import type { Build } from "../build/build-side.ts";
import type { Flavour } from "../build/flavour.ts";
import type { GateResult } from "../build/tree/syntax-gate.ts";
import { GuestDied } from "../guest/guest-died.ts";
import type { ConfigName } from "../machine/config.ts";
import { machineParams } from "../scenario/machine-params.ts";
import { missingStep } from "../scenario/missing-step.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { sweepScenarios } from "../scenario/sweep-scenarios.ts";
import { bootStack } from "./boot-stack.ts";
import { callerOf } from "./caller-of.ts";
import type { Finding } from "./finding.ts";
import { type Instrumented, judgeScenario, type ScenarioVerdict } from "./judge-scenario.ts";
import { settleUnreached } from "./settle-unreached.ts";
import { type SideCoverage, sideCoverage } from "./side-coverage.ts";
import { GuestPool, type SideUnderTest, sideUnderTest } from "./side-under-test.ts";

/** All that was found in one configuration. */
export interface ConfigVerdict {
  readonly config: ConfigName;
  readonly before: Build;
  readonly after: Build;
  /** Of a tree: what a compiler for x86 says of the whole files. */
  readonly gate: GateResult | null;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly findings: readonly Finding[];
  /** Why an instrumented run is left out, in words; empty if none is. */
  readonly unchecked: readonly string[];
  /** Which lines ran; null if nothing was run that counts them. */
  readonly coverage: { readonly before: SideCoverage; readonly after: SideCoverage } | null;
}

/** What each instrumented run looks for. */
const LOOKS_FOR: Readonly<Record<Flavour, string>> = {
  plain: "",
  asan: "memory errors",
  msan: "values that were never set",
};

function whyNot({ flavour, before, after }: InstrumentedPair): string[] {
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
  flavour !== "msan" || before.module === null || after.module === null || isSame(before, after);

/**
 * Runs all scenarios on both sides of one configuration. Sides that compile to the same code are equal without a run.
 *
 * @param reverse the sides are exchanged: `after` is the text that the hunks apply to
 * @param onScenario called before each scenario
 */
export function judgeConfig(
  views: Views,
  pair: BuildPair,
  scenarios: readonly Scenario[],
  reverse: boolean,
  onScenario: (id: string) => void,
): ConfigVerdict {
  const { before, after, gate } = pair;
  const { config } = before;
  const verdict = (
    results: readonly ScenarioVerdict[],
    coverage: ConfigVerdict["coverage"] = null,
  ): ConfigVerdict => {
    const settled = settleUnreached(results);
    return {
      config,
      before,
      after,
      gate,
      scenarios: settled,
      findings: settled.flatMap(({ findings }) => findings),
      coverage,
      unchecked: pair.instrumented.flatMap(whyNot),
    };
  };
  const each = (kind: "same" | "not-run", reason: string): ConfigVerdict =>
    verdict(
      scenarios.map(({ id, steps }) => {
        return { id, class: kind, findings: [], events: 0, steps: steps.length, reason };
      }),
    );
  const missing = [before, after].filter(({ module }) => module === null);
  if (missing.length > 0) {
    const broken = missing.find(({ unavailable }) => unavailable === "");
    if (broken === undefined) return each("not-run", `not comparable here: ${missing[0]!.unavailable}`);
    return each("not-run", `the ${broken.side} side does not build`);
  }
  if (isSame(before, after) && pair.instrumented.every(isSameOrLines))
    return each("same", "both sides compile to the same code");

  const pool = new GuestPool();
  const ready = (build: Build, scenario: Scenario): SideUnderTest => {
    const params = machineParams(scenario);
    try {
      return sideUnderTest(views, build, reverse, pool.get(build, params));
    } catch (error) {
      if (!(error instanceof GuestDied)) throw error;
      const caller = error.death === "unmodelled" ? callerOf(bootStack(build, params), build.lines) : "";
      throw new GuestDied(error.death, `${error.message}${caller} (${build.side} side)`);
    }
  };
  const instrumented = (scenario: Scenario): Instrumented[] =>
    pair.instrumented.flatMap((one) => {
      if (one.before.module === null || one.after.module === null) return [];
      return [{ before: ready(one.before, scenario), after: ready(one.after, scenario) }];
    });
  const coverage = (): ConfigVerdict["coverage"] => {
    const counting = pair.instrumented.find(({ flavour }) => flavour === "asan");
    if (counting === undefined || counting.before.module === null || counting.after.module === null)
      return null;
    const of = (build: Build): SideCoverage =>
      sideCoverage(
        build,
        pool.of(build),
        views[build.side],
        views.placed,
        (build.side === "before") !== reverse,
      );
    return { before: of(counting.before), after: of(counting.after) };
  };
  try {
    const here = scenarios.filter(({ configs }) => configs.includes(config));
    const swept = sweepScenarios(here, (flow) => [before, after].map((build) => ready(build, flow).guest));
    const results = [...scenarios, ...swept].map((scenario): ScenarioVerdict => {
      const base = { id: scenario.id, findings: [], events: 0, steps: scenario.steps.length };
      if (!scenario.configs.includes(config)) {
        return { ...base, class: "not-run", reason: `makes no sense in ${config}` };
      }
      onScenario(scenario.id);
      try {
        const [left, right] = [ready(before, scenario), ready(after, scenario)];
        const missing = [left, right].map(({ guest }) => missingStep(scenario, guest));
        if (missing.every((step) => step === null))
          return judgeScenario(scenario, left, right, instrumented(scenario));
        const alone = missing.indexOf(null);
        if (alone !== -1) {
          const side = alone === 0 ? after.side : before.side;
          const reason = `unmodelled: no kernel code for step "${missing[1 - alone]}" on the ${side} side alone`;
          return { ...base, class: "not-run", reason };
        }
        if (missing.includes("open"))
          return {
            ...base,
            class: "not-run",
            reason: "unmodelled: no driver of the tree registers a device",
          };
        // which verb it is, the scenario says; a report has one line for all of a level
        const reason = `not run on a kernel tree: steps of level "${scenario.level}" are the skeleton's`;
        return { ...base, class: "not-run", reason };
      } catch (error) {
        if (!(error instanceof GuestDied)) throw error;
        return { ...base, class: "not-run", reason: `the kernel does not boot: ${error.message}` };
      }
    });
    return verdict(results, coverage());
  } finally {
    pool.free();
  }
}
