// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { COST_COUNTS, type CostCount } from "../../judge/cost/cost-count.ts";
import { config, count, flag, text } from "./parts.ts";

const kind = v.picklist(Object.keys(COST_COUNTS) as CostCount[]);

const values = v.pipe(
  v.nullable(v.array(count)),
  v.description("For 1, 2, 4, 8, 16 and 32 pages; null if the call fails; empty where nothing is counted."),
);

const sideCost = v.object({
  values,
  law: v.pipe(v.nullable(text), v.description("1 + n; null where no polynomial up to n^2 gives the values.")),
});

const change = {
  entry: text,
  per: text,
  count: v.pipe(v.nullable(kind), v.description("Null if the call fails on one side alone.")),
  before: sideCost,
  after: sideCost,
};

/** Costs that a patch changes in one configuration. */
export const configCosts = v.array(v.object(change));

/** As configCosts, over all configurations. */
export const costChanges = v.array(v.object({ ...change, isSteeper: flag, configs: v.array(config) }));

/** What was counted, changed or not. */
export const entryCosts = v.nullable(
  v.array(v.object({ entry: text, per: text, count: kind, before: values, after: values })),
);
