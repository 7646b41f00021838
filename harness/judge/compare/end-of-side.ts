// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { Violation } from "../../subject/invariant.ts";
import { kindOf } from "../../subject/step-kinds.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import type { Judged } from "../run/judged.ts";

/** How far a side got, compared with the other: from `step` on it can show nothing. */
export interface EndOfSide {
  readonly step: number;
  /** In words; empty for a side that shows all. */
  readonly text: string;
  /** A step was refused to it that the other side was granted; else it died. */
  readonly isRefused: boolean;
}

/** @returns where a side stops showing what the other one may still show */
export function endOfSide(scenario: Scenario, side: Judged, other: Judged): EndOfSide {
  const { record, text } = side;
  const results = new Map(other.record.outcomes.map(({ step, value }) => [step, value]));
  for (const { step, value, isToBeRefused } of record.outcomes) {
    const theirs = results.get(step) ?? -1;
    if (isToBeRefused === true) continue;
    if (kindOf(scenario.steps[step]!).isFoundation !== true || value === null || value >= 0 || theirs < 0)
      continue;
    const verb = scenario.steps[step]!.do;
    const why = `the ${text.side} side gets no further: ${verb} gives ${returnName(value)} at step ${step + 1}`;
    return { step, text: why, isRefused: true };
  }
  if (record.death === null) return { step: Number.POSITIVE_INFINITY, text: "", isRefused: false };
  const isUp = record.events.some(({ kind }) => kind === "step");
  const stops = isUp ? `stops at step ${record.deathStep + 1}` : "does not boot";
  const why = `the ${text.side} side ${stops}: ${record.deathText}`;
  return { step: record.deathStep, text: why, isRefused: false };
}

/** True if a side that ends so could have shown a violation of the other side. */
export function couldShow(end: EndOfSide, { invariant, step }: Violation): boolean {
  if (end.step === Number.POSITIVE_INFINITY) return true;
  // what is looked at in the end, a kernel that died has not shown, however early it came about
  if (!end.isRefused && traitsOf(invariant).when === "at the end") return false;
  return step < end.step;
}
