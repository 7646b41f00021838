// SPDX-License-Identifier: GPL-2.0-only

import { violationsOf } from "../judge/violations-of.ts";
import type { Violation } from "../subject/invariant.ts";
import type { RunRecord } from "../subject/run/run-record.ts";
import { type NormalEvent, normalEvent } from "./normal-event.ts";

/** What one side of one patch does in a scenario. */
export interface SideProfile {
  readonly violations: readonly Violation[];
  /** Results by the index of their step; a step that is missing was not reached. */
  readonly results: ReadonlyMap<number, number | null>;
  /** Events by the index of their step, in order. */
  readonly steps: readonly (readonly NormalEvent[])[];
  /** The step at which the kernel stops, and how; -1 if it does not. */
  readonly deathStep: number;
  readonly deathText: string;
}

/** Reads a run of a module. */
export function sideProfile(record: RunRecord): SideProfile {
  const steps: NormalEvent[][] = [];
  for (const event of record.events) {
    if (event.kind === "step") {
      steps[event.step] = [];
      continue;
    }
    const normal = normalEvent(record, event);
    if (normal !== null) steps.at(-1)?.push(normal);
  }
  return {
    violations: violationsOf(record),
    results: new Map(record.outcomes.map(({ step, value }) => [step, value])),
    steps,
    deathStep: record.deathStep,
    deathText: record.deathText,
  };
}
