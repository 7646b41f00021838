// SPDX-License-Identifier: GPL-2.0-only
import { setImmediate } from "node:timers/promises";
import type { Guest } from "../guest/guest.ts";
import { GuestDied } from "../guest/guest-died.ts";
import { coveredPlaces, placeKey } from "./covered-places.ts";
import { faultPlaces } from "./fault-places.ts";
import { type FaultPlace, faultScenario } from "./fault-scenario.ts";
import { loadCatalogue } from "./load-catalogue.ts";
import type { Scenario } from "./scenario-schema.ts";
import { sharedSteps } from "./shared-steps.ts";

/**
 * Derives a scenario for each call that can fail and that one of the guests makes in one of the flows, but for those that
 * the catalogue has a scenario for, or an earlier flow the same way to. Which are left out does not depend on which flows
 * are given: a part of a gate has its own.
 *
 * @param scenarios those that are no flows are passed over
 * @param guestsOf gives the guests that a flow is to run on: both sides
 * @returns by flow, then by step
 */
export async function sweepScenarios(
  scenarios: readonly Scenario[],
  guestsOf: (flow: Scenario) => readonly Guest[],
): Promise<Scenario[]> {
  const flows = scenarios.filter(({ sweep }) => sweep);
  if (flows.length === 0) return [];
  const catalogue = loadCatalogue();
  const swept: Scenario[] = [];
  for (const flow of flows) {
    // compilers may be at work for other configurations: the next ones are started as these end
    await setImmediate();
    // what another subject's scenarios reach is not run for each patch
    const ofSubject = catalogue.filter(({ subject }) => subject === flow.subject);
    const covered = coveredPlaces(ofSubject);
    const shared = sharedSteps(
      flow,
      ofSubject.filter(({ sweep }) => sweep),
    );
    const own = placesOf(flow, guestsOf).filter(
      (place) => place.step >= shared && !covered.has(placeKey(flow.steps[place.step]!.do, place)),
    );
    const derived = fewOfEach(own)
      .toSorted((a, b) => a.step - b.step)
      .map((place) => faultScenario(flow, place));
    swept.push(...new Map(derived.map((one) => [one.id, one])).values());
  }
  return swept;
}

/** Uses of one call in one step that are made to fail; of 6.12, none has more than ten. */
const MOST_USES = 24;

/** A kernel that makes a call without end has no scenario for each time. */
const fewOfEach = (places: readonly FaultPlace[]): FaultPlace[] =>
  places.filter(({ nth }) => nth <= MOST_USES);

function placesOf(flow: Scenario, guestsOf: (flow: Scenario) => readonly Guest[]): FaultPlace[] {
  const places: FaultPlace[] = [];
  try {
    for (const guest of guestsOf(flow)) places.push(...faultPlaces(flow, guest));
  } catch (error) {
    // a kernel that does not boot is told by the flow itself
    if (!(error instanceof GuestDied)) throw error;
  }
  return places;
}
