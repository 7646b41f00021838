// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../../base/make-views.ts";
import type { Build } from "../../compile/build-side.ts";
import { machineParams } from "../../scenario/machine-params.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { SidePool } from "../side-under-test.ts";
import { type SideBySide, traceScenario } from "./trace-scenario.ts";

/**
 * Traces one scenario on two built sides.
 *
 * @param reverse as for judgeConfig
 */
export function traceConfig(
  views: Views,
  before: Build,
  after: Build,
  scenario: Scenario,
  reverse: boolean,
): SideBySide {
  const pool = new SidePool(views, reverse);
  try {
    const params = machineParams(scenario);
    const [left, right] = [before, after].map((build) => pool.get(build, params));
    return traceScenario(before.config, scenario, left!, right!);
  } finally {
    pool.free();
  }
}
