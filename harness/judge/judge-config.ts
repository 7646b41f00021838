// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../base/make-views.ts";
import type { Build } from "../build/build-side.ts";
import { GuestDied } from "../guest/guest-died.ts";
import type { ConfigName } from "../machine/config.ts";
import { machineParams } from "../scenario/machine-params.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import type { Finding } from "./finding.ts";
import { judgeScenario, type ScenarioVerdict } from "./judge-scenario.ts";
import { settleUnreached } from "./settle-unreached.ts";
import { GuestPool, type SideUnderTest, sideUnderTest } from "./side-under-test.ts";

/** All that was found in one configuration. */
export interface ConfigVerdict {
  readonly config: ConfigName;
  readonly before: Build;
  readonly after: Build;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly findings: readonly Finding[];
}

/**
 * Runs all scenarios on both sides of one configuration. Sides that compile to the same code are equal without a run.
 *
 * @param reverse the sides are exchanged: `after` is the text that the hunks apply to
 * @param onScenario called before each scenario
 */
export function judgeConfig(
  views: Views,
  before: Build,
  after: Build,
  scenarios: readonly Scenario[],
  reverse: boolean,
  onScenario: (id: string) => void,
): ConfigVerdict {
  const { config } = before;
  const verdict = (results: readonly ScenarioVerdict[]): ConfigVerdict => {
    const settled = settleUnreached(results);
    return {
      config,
      before,
      after,
      scenarios: settled,
      findings: settled.flatMap(({ findings }) => findings),
    };
  };
  const each = (kind: "same" | "not-run", reason: string): ConfigVerdict =>
    verdict(
      scenarios.map(({ id, steps }) => {
        return { id, class: kind, findings: [], events: 0, steps: steps.length, reason };
      }),
    );
  if (before.module === null || after.module === null) {
    const which = before.module === null ? "before" : "after";
    return each("not-run", `the ${which} side does not build`);
  }
  if (Buffer.compare(before.module, after.module) === 0)
    return each("same", "both sides compile to the same code");

  const pool = new GuestPool();
  const ready = (build: Build, scenario: Scenario): SideUnderTest => {
    try {
      return sideUnderTest(views, build, reverse, pool.get(build, machineParams(scenario)));
    } catch (error) {
      if (!(error instanceof GuestDied)) throw error;
      throw new GuestDied(error.death, `${error.message} (${build.side} side)`);
    }
  };
  try {
    return verdict(
      scenarios.map((scenario): ScenarioVerdict => {
        const base = { id: scenario.id, findings: [], events: 0, steps: scenario.steps.length };
        if (!scenario.configs.includes(config)) {
          return { ...base, class: "not-run", reason: `makes no sense in ${config}` };
        }
        onScenario(scenario.id);
        try {
          return judgeScenario(scenario, ready(before, scenario), ready(after, scenario));
        } catch (error) {
          if (!(error instanceof GuestDied)) throw error;
          return { ...base, class: "not-run", reason: `the kernel does not boot: ${error.message}` };
        }
      }),
    );
  } finally {
    pool.free();
  }
}
