// SPDX-License-Identifier: GPL-2.0-only
import type { Build } from "../compile/build-side.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import { SidePool } from "../judge/side-under-test.ts";
import type { ScenarioVerdict } from "../judge/verdict/scenario-verdict.ts";
import { machineParams } from "../scenario/machine-params.ts";
import { runScenario } from "../scenario/run-scenario.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { compareEvents } from "./compare-events.ts";
import { compareResults } from "./compare-results.ts";
import { compareViolations } from "./compare-violations.ts";
import type { Comparison } from "./comparison.ts";
import type { PatchProfile } from "./patch-profile.ts";
import { type SideProfile, sideProfile } from "./side-profile.ts";

/** What was compared, and what could not be. */
export interface ScenarioComparisons {
  readonly comparisons: readonly Comparison[];
  /** Scenarios in which one patch has effects and the other cannot be run, with the reason. */
  readonly away: readonly { readonly config: string; readonly scenario: string; readonly reason: string }[];
  /** Runs of a scenario in a configuration in which both patches were looked at. */
  readonly runs: number;
}

/** Compares what two checked patches do, scenario by scenario, in the configurations in which all four sides run. */
export function compareScenarios(
  upstream: CheckResult,
  backport: CheckResult,
  scenarios: readonly Scenario[],
): ScenarioComparisons {
  const comparisons: Comparison[] = [];
  const away: { config: string; scenario: string; reason: string }[] = [];
  let runs = 0;
  for (const [i, ours] of upstream.configs.entries()) {
    const theirs = backport.configs[i]!;
    const builds = [ours.before, ours.after, theirs.before, theirs.after];
    if (builds.some(({ module }) => module === null)) continue;
    const pools = [new SidePool(upstream.views, false), new SidePool(backport.views, false)] as const;
    try {
      for (const [j, scenario] of scenarios.entries()) {
        const [one, other] = [ours.scenarios[j]!, theirs.scenarios[j]!];
        const missing = [one, other].findIndex((verdict) => verdict.class === "not-run");
        if (missing !== -1) {
          const [lacking, has] = missing === 0 ? [one, other] : [other, one];
          if (!hasEffects(has)) continue;
          const reason = `${missing === 0 ? "upstream" : "backport"}: ${lacking.whyNot?.text ?? ""}`;
          away.push({ config: ours.config, scenario: scenario.id, reason });
          continue;
        }
        runs++;
        if (!hasEffects(one) && !hasEffects(other)) continue;
        const profiles = {
          upstream: profileOf(ours, one, scenario, pools[0]),
          backport: profileOf(theirs, other, scenario, pools[1]),
        };
        const pair = { config: ours.config, scenario, ...profiles };
        comparisons.push(...compareViolations(pair), ...compareResults(pair), ...compareEvents(pair));
      }
    } finally {
      for (const pool of pools) pool.free();
    }
  }
  return { comparisons, away, runs };
}

/** What was wrong before and still is, is no effect. */
const hasEffects = ({ findings }: ScenarioVerdict): boolean =>
  findings.some((one) => one.class !== "pre-existing");

function profileOf(
  { before, after }: ConfigVerdict,
  verdict: ScenarioVerdict,
  scenario: Scenario,
  pool: SidePool,
): PatchProfile {
  const run = (build: Build): SideProfile => {
    const { guest } = pool.get(build, machineParams(scenario));
    return sideProfile(runScenario(guest, scenario, { stacks: "none", probes: true }));
  };
  return { verdict, before: run(before), after: run(after) };
}
