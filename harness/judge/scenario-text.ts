// SPDX-License-Identifier: GPL-2.0-only
import type { Scenario } from "../scenario/scenario-schema.ts";

/** The same ones are asked for in each configuration. */
const known = new WeakMap<Scenario, string>();

/** @returns a scenario as text: equal only for equal ones */
export function scenarioText(scenario: Scenario): string {
  const text = known.get(scenario) ?? JSON.stringify(scenario);
  known.set(scenario, text);
  return text;
}
