// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import { kindOf, type Step } from "../subject/step-kinds.ts";
import { kernelHas } from "./kernel-has.ts";
import type { Scenario } from "./scenario-schema.ts";

/** A step that a guest cannot take. */
export interface MissingStep {
  readonly do: Step["do"];
  /** The kernel function that is not there; null where no driver registers the device that is to be opened. */
  readonly function: string | null;
  /** That device, below /dev. */
  readonly device?: string;
}

/** @returns what a scenario is about and a guest does not know, whatever its steps call; or null */
export function missingName({ needs }: Scenario, { build }: Pick<Guest, "build">): string | null {
  return needs === undefined || kernelHas(build, needs) ? null : needs;
}

/** @returns the first step of a scenario that a guest cannot take, or null */
export function missingStep(
  { steps }: Scenario,
  guest: Pick<Guest, "has" | "hasDevice">,
): MissingStep | null {
  for (const step of steps) {
    if (step.do === "open" && !guest.hasDevice(step.device))
      return { do: step.do, function: null, device: step.device };
    const need = kindOf(step).needs;
    if (need !== undefined && !guest.has(need.entry)) return { do: step.do, function: need.function };
  }
  return null;
}
