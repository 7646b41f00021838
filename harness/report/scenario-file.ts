// SPDX-License-Identifier: GPL-2.0-only
import { type Scenario, scenarioSchema } from "../scenario/scenario-schema.ts";
import { shapeOf } from "../scenario/shape/shape-of.ts";
import { withoutDefaults } from "../scenario/shape/without-defaults.ts";
import { oneLine } from "./one-line.ts";

const LONGEST_ID = 64;

/** The id of a copy of a scenario. */
export const copyId = (id: string): string =>
  `my-${id.toLowerCase().replace(/[^a-z0-9-]/g, "-")}`.slice(0, LONGEST_ID);

/**
 * A scenario as a file to start from: under an id of its own, a step a line, without what is taken anyway.
 *
 * @param schema path of the schema, as the file is to name it
 */
export function scenarioFile({ isTried: _, ...scenario }: Scenario, schema: string): string {
  const { id, steps, ...more } = withoutDefaults(shapeOf(scenarioSchema), scenario) as Partial<Scenario>;
  const head = { $schema: schema, id: copyId(id ?? ""), ...more };
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${oneLine(value)},`);
  const all = (steps ?? []).map((step) => `    ${oneLine(step)}`).join(",\n");
  return ["{", ...lines, '  "steps": [', all, "  ]", "}", ""].join("\n");
}
