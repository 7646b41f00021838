// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { COST_COUNTS, type CostCount } from "../../judge/cost/cost-count.ts";
import { parseLaw } from "../../judge/cost/parse-law.ts";
import { CONFIGS } from "../../machine/config.ts";
import { costScenarios } from "../../scenario/cost-scenarios.ts";

/** What `gate --accept` writes where a reviewer has to say something; no policy is taken with it. */
export const TO_DO = "TODO: say why";

/** A 31st of February is taken for a day in March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const day = v.pipe(
  v.string("give a day, as 2027-01-31"),
  v.isoDate("give a day, as 2027-01-31"),
  v.check(isDay, "there is no such day"),
);

const configs = v.pipe(
  v.array(v.picklist(CONFIGS, `there are ${CONFIGS.join(", ")}`), "give a list"),
  v.minLength(1, "name at least one configuration"),
);

const text = v.pipe(v.string("give a text"), v.trim(), v.nonEmpty("is empty"));

const entry = v.strictObject({
  signature: v.pipe(text, v.description("As hunkbox gate prints it: invariant, subject, function.")),
  reason: v.pipe(
    text,
    v.check((reason) => reason !== TO_DO, "say why, in place of the TODO"),
    v.description("Why this is right, for the next reviewer."),
  ),
  expires: v.pipe(day, v.description("Last day on which the entry holds, as 2027-01-31.")),
  configs: v.optional(v.pipe(configs, v.description("Where it may occur; everywhere if this is left out."))),
});

const count = v.pipe(
  v.number("give a number"),
  v.integer("give a whole number"),
  v.minValue(0, "is negative"),
);

const ENTRIES = costScenarios().flatMap(({ flow }) => Object.values(flow.entries).map(({ name }) => name));
const COUNTS = Object.keys(COST_COUNTS) as CostCount[];

const bound = v.strictObject({
  entry: v.pipe(
    v.picklist(ENTRIES, `there are ${ENTRIES.join(", ")}`),
    v.description("The call that is made with n pages."),
  ),
  count: v.pipe(
    v.picklist(COUNTS, `there are ${COUNTS.join(", ")}`),
    v.description("What is counted of it."),
  ),
  "at-most": v.pipe(
    v.union([count, v.string()], "give a number, or a law as 1 + 2n"),
    v.check((law) => parseLaw(String(law)) !== null, "give a number, or a law as 1 + 2n or 3 + n^2"),
    v.description("The most that it may come to: a number, or a law in the number of pages, as 1 + 2n."),
  ),
  configs: v.optional(v.pipe(configs, v.description("Where it holds; everywhere if this is left out."))),
});

/** hunkbox.policy.yaml. */
export const policySchema = v.strictObject({
  version: v.pipe(v.literal(1, "this hunkbox knows version 1"), v.description("Version of this format.")),
  configs: v.optional(
    v.pipe(configs, v.description("What is judged; all configurations if this is left out.")),
  ),
  scenarios: v.optional(
    v.pipe(
      v.array(text, "give a list"),
      v.description(
        "Scenario files of the repository, relative to this file; they run beside the catalogue.",
      ),
    ),
  ),
  bounds: v.optional(
    v.strictObject({
      "scenario-runs": v.optional(v.pipe(count, v.description("Least number of scenario runs."))),
      steps: v.optional(v.pipe(count, v.description("Least number of steps."))),
      events: v.optional(v.pipe(count, v.description("Least number of events compared."))),
      "not-comparable": v.optional(
        v.pipe(count, v.description("Most scenario runs that may be not comparable; 0 if this is left out.")),
      ),
    }),
  ),
  coverage: v.optional(
    v.strictObject({
      "changed-lines": v.pipe(
        v.number("give a number"),
        v.minValue(0, "is below 0"),
        v.maxValue(100, "is above 100"),
        v.description("Least share of the changed lines that make code and have to run, in per cent."),
      ),
    }),
  ),
  cost: v.optional(
    v.pipe(v.array(bound, "give a list"), v.description("What calls may cost at most, after the patch.")),
  ),
  errno: v.optional(
    v.pipe(
      v.picklist(["strict", "any"], "there are strict and any"),
      v.description(
        "Whether a call that gives another error than before fails: strict; any if this is left out.",
      ),
    ),
  ),
  expect: v.optional(v.pipe(v.array(entry, "give a list"), v.description("Fixes that have to show."))),
  accept: v.optional(
    v.pipe(v.array(entry, "give a list"), v.description("Regressions and changed results that may be.")),
  ),
});
