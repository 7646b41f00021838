// SPDX-License-Identifier: GPL-2.0-only
import { isDeepStrictEqual } from "node:util";
import type { Scenario } from "./scenario-schema.ts";

/**
 * How many steps a flow has in common with one before it, from the first on: what is reached there, that one reaches.
 *
 * @param flows in order; a flow that is not among them comes after all
 */
export function sharedSteps(flow: Scenario, flows: readonly Scenario[]): number {
  const at = flows.findIndex(({ id }) => id === flow.id);
  const before = at === -1 ? flows : flows.slice(0, at);
  const common = before
    .filter(({ machine }) => isDeepStrictEqual(machine, flow.machine))
    .map(({ steps }) => {
      const other = flow.steps.findIndex((step, i) => !isDeepStrictEqual(step, steps[i]));
      return other === -1 ? flow.steps.length : other;
    });
  return Math.max(0, ...common);
}
