// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { DEFAULT_PARAMS, type MachineParams } from "../machine/params.ts";
import type { CostFlow } from "../subject/cost-flow.ts";
import { SUBJECTS } from "../subject/subjects.ts";
import { type Scenario, scenarioSchema } from "./scenario-schema.ts";

/** Numbers of pages for which costs are measured. */
export const COST_PAGES = [1, 2, 4, 8, 16, 32] as const;

/** The machine on which they are: the other domain has as many frames as the largest number of pages asks for. */
export const COST_PARAMS: MachineParams = { ...DEFAULT_PARAMS, frontendPages: 32 };

/** A flow of calls, once for each number of pages of COST_PAGES. */
export interface CostScenarios {
  readonly flow: CostFlow;
  readonly scenarios: readonly Scenario[];
}

let known: readonly CostScenarios[] | null = null;

/** @returns what the costs of all subjects' calls are measured by, in the order of the subjects */
export function costScenarios(): readonly CostScenarios[] {
  known ??= SUBJECTS.flatMap(({ name, costs }) =>
    costs.map((flow) => ({ flow, scenarios: COST_PAGES.map((n) => scenarioOf(name, flow, n)) })),
  );
  return known;
}

function scenarioOf(subject: string, { id, needs, steps }: CostFlow, n: number): Scenario {
  const parsed = v.parse(scenarioSchema, {
    id: `${id}-${n}`,
    title: `What calls cost: n = ${n}`,
    story: "The same calls for more and more pages: what they cost is a law in their number.",
    level: "api",
    ...(needs === undefined ? {} : { needs }),
    steps: steps(n),
  });
  return { ...parsed, subject, isTried: true };
}
