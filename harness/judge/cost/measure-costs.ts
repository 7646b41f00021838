// SPDX-License-Identifier: GPL-2.0-only
import { setImmediate } from "node:timers/promises";
import { type CostScenarios, costScenarios } from "../../scenario/cost-scenarios.ts";
import { missingName, missingStep } from "../../scenario/missing-step.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { type CallCost, COST_COUNTS, type CostCount } from "./cost-count.ts";
import { countCalls } from "./count-calls.ts";
import type { CostValues, EntryCost } from "./entry-cost.ts";

const COUNTS = Object.keys(COST_COUNTS) as CostCount[];

/** The two sides of a configuration, by their plain modules. */
interface Sides {
  readonly before: SideUnderTest;
  readonly after: SideUnderTest;
}

/** What the steps of one flow cost for each number of pages; null where the runs have done all that they may. */
type FlowCosts = readonly (readonly CallCost[] | null)[];

/**
 * Counts what callers pay on both sides. No run here says anything of what is right.
 *
 * @param subjects names of those that the patch concerns
 * @param isSpent says whether the runs of a check have done all the work that they may
 */
export async function measureCosts(
  sides: Sides,
  subjects: ReadonlySet<string>,
  isSpent: () => boolean,
): Promise<readonly EntryCost[]> {
  const costs: EntryCost[] = [];
  for (const one of costScenarios()) {
    if (!one.scenarios.every(({ subject }) => subjects.has(subject)) || isMissing(one, sides)) continue;
    const before = await countFlow(one, sides.before, isSpent);
    const after = await countFlow(one, sides.after, isSpent);
    costs.push(...entriesOf(one, before, after));
  }
  return costs;
}

/** Both sides lack what it calls. */
const isMissing = ({ scenarios: [first] }: CostScenarios, { before, after }: Sides): boolean =>
  [before, after].every(({ guest }) => lacks(first!, guest));

const lacks = (scenario: Scenario, guest: SideUnderTest["guest"]): boolean =>
  missingName(scenario, guest) !== null || missingStep(scenario, guest) !== null;

async function countFlow(
  { scenarios }: CostScenarios,
  { guest }: SideUnderTest,
  isSpent: () => boolean,
): Promise<FlowCosts> {
  const costs: (readonly CallCost[] | null)[] = [];
  for (const scenario of scenarios) {
    const isOver = isSpent() || lacks(scenario, guest);
    costs.push(isOver ? null : countCalls(guest, scenario));
    await setImmediate();
  }
  return costs;
}

function entriesOf({ flow, scenarios }: CostScenarios, before: FlowCosts, after: FlowCosts): EntryCost[] {
  return Object.entries(flow.entries).flatMap(([verb, { name, per }]) => {
    const steps = scenarios.map((scenario) => scenario.steps.findIndex((step) => step.do === verb));
    const of = (costs: FlowCosts, count: CostCount): CostValues => {
      const values = costs.flatMap((cost, i) => cost?.[steps[i]!]?.[count] ?? []);
      return values.length === costs.length ? values : null;
    };
    return COUNTS.map((count) => {
      return { entry: name, per, count, before: of(before, count), after: of(after, count) };
    });
  });
}
