// SPDX-License-Identifier: GPL-2.0-only
import { faultScenario } from "./fault-scenario.ts";
import type { Scenario } from "./scenario-schema.ts";

/** The id of a scenario with one more fault: flow, verb and number of the step, point, use. */
const DERIVED = /^([a-z0-9-]+)\+([a-z-]+)-([1-9]\d{0,4})\+([A-Za-z_]\w{0,63})-([1-9]\d{0,4})$/;

/**
 * A scenario by its id, be it one of the list or one that a sweep derives from it. Whether a base ever reaches the fault
 * of a derived one is not asked.
 */
export function findScenario(id: string, scenarios: readonly Scenario[]): Scenario | null {
  const known = scenarios.find((one) => one.id === id);
  if (known !== undefined) return known;
  const [, flow, verb, number, point, nth] = DERIVED.exec(id) ?? [];
  const from = scenarios.find((one) => one.id === flow);
  const step = Number(number) - 1;
  if (from === undefined || from.steps[step]?.do !== verb) return null;
  return faultScenario(from, { step, point: point!, nth: Number(nth) });
}
