// SPDX-License-Identifier: GPL-2.0-only
import type { FaultPlace } from "./fault-scenario.ts";
import type { Scenario } from "./scenario-schema.ts";

/** Names a use of a point by the kind of step that it lies in: the same in any scenario. */
export const placeKey = (verb: string, { point, nth }: Pick<FaultPlace, "point" | "nth">): string =>
  `${verb} ${point} ${nth}`;

/** The uses of points that some scenarios have a step for, just before the step in which it is to fail. */
export function coveredPlaces(scenarios: readonly Scenario[]): ReadonlySet<string> {
  const covered = new Set<string>();
  for (const { steps } of scenarios) {
    for (const [i, step] of steps.entries()) {
      const next = steps[i + 1];
      if (step.do === "fail" && next !== undefined) covered.add(placeKey(next.do, step));
    }
  }
  return covered;
}
