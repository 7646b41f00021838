// SPDX-License-Identifier: GPL-2.0-only

import type { Guest } from "../guest/guest.ts";
import { GuestDied } from "../guest/guest-died.ts";
import { coveredPlaces, placeKey } from "./covered-places.ts";
import { faultPlaces } from "./fault-places.ts";
import { type FaultPlace, faultScenario } from "./fault-scenario.ts";
import { loadCatalogue } from "./load-catalogue.ts";
import type { Scenario } from "./scenario-schema.ts";

/**
 * Derives a scenario for each call that can fail and that one of the guests makes in one of the flows, but for those that
 * the catalogue has a scenario for.
 *
 * @param scenarios those that are no flows are passed over
 * @param guestsOf gives the guests that a flow is to run on: both sides
 * @returns by flow, then by step
 */
export function sweepScenarios(
  scenarios: readonly Scenario[],
  guestsOf: (flow: Scenario) => readonly Guest[],
): Scenario[] {
  const flows = scenarios.filter(({ sweep }) => sweep);
  if (flows.length === 0) return [];
  const covered = coveredPlaces(loadCatalogue());
  return flows.flatMap((flow) => sweepFlow(flow, guestsOf, covered));
}

function sweepFlow(
  flow: Scenario,
  guestsOf: (flow: Scenario) => readonly Guest[],
  covered: ReadonlySet<string>,
): Scenario[] {
  const found = new Map<string, Scenario>();
  const places: FaultPlace[] = [];
  try {
    for (const guest of guestsOf(flow)) places.push(...faultPlaces(flow, guest));
  } catch (error) {
    // a kernel that does not boot is told by the flow itself
    if (!(error instanceof GuestDied)) throw error;
  }
  for (const place of places.toSorted((a, b) => a.step - b.step)) {
    if (covered.has(placeKey(flow.steps[place.step]!.do, place))) continue;
    const scenario = faultScenario(flow, place);
    found.set(scenario.id, scenario);
  }
  return [...found.values()];
}
