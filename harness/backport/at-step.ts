// SPDX-License-Identifier: GPL-2.0-only
import type { Comparison } from "./comparison.ts";
import type { ScenarioPair } from "./scenario-pair.ts";

/** Where in the scenarios something is, as comparisons say it. @param step from 0 */
export function atStep(
  { config, scenario }: ScenarioPair,
  step: number,
): Pick<Comparison, "config" | "scenario" | "step" | "verb"> {
  const verb = scenario.steps[step]?.do ?? "teardown";
  return { config, scenario: scenario.id, step: step + 1, verb };
}
