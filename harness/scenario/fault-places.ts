// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import type { FaultPlace } from "./fault-scenario.ts";
import { missingStep } from "./missing-step.ts";
import { runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario-schema.ts";

/** Runs a scenario and notes each use of a point that can be made to fail, in order. What is torn down in the end is no step. */
export function faultPlaces(flow: Scenario, guest: Guest): FaultPlace[] {
  if (missingStep(flow, guest) !== null) return [];
  const uses = new Map<string, number>();
  const places: FaultPlace[] = [];
  const onUse = (step: number, point: string): void => {
    if (step >= flow.steps.length) return;
    const nth = (uses.get(`${step} ${point}`) ?? 0) + 1;
    uses.set(`${step} ${point}`, nth);
    places.push({ step, point, nth });
  };
  runScenario(guest, flow, { stacks: "none", probes: false, onUse });
  return places;
}
