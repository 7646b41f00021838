// SPDX-License-Identifier: GPL-2.0-only
import type { Scenario } from "./scenario-schema.ts";

/** One use of a point that can be made to fail, within a step. */
export interface FaultPlace {
  /** Index of the step. */
  readonly step: number;
  /** The point's name: a kernel function, or what many of them come down to. */
  readonly point: string;
  /** Which use within the step, from 1. */
  readonly nth: number;
}

/**
 * A scenario with one more fault: just before a step, the n-th use of a point in it is made to fail. Its id says what it
 * is, and is all that `findScenario` needs: `flow+open-3+get_task_mm-1`, with the step's number as people count.
 */
export function faultScenario(flow: Scenario, { step, point, nth }: FaultPlace): Scenario {
  const verb = flow.steps[step]!.do;
  const number = step + 1;
  const call = nth === 1 ? point : `call ${nth} of ${point}`;
  return {
    ...flow,
    id: `${flow.id}+${verb}-${number}+${point}-${nth}`,
    title: `${flow.title}; ${call} fails in ${verb}`,
    story: `${flow.story} Here call ${nth} of ${point} in ${verb} (step ${number} of ${flow.id}) fails: what was done of that step has to be undone, and nothing may be left behind in the end.`,
    sweep: false,
    steps: [...flow.steps.slice(0, step), { do: "fail", point, nth }, ...flow.steps.slice(step)],
  };
}
