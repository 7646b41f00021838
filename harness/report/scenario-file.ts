// SPDX-License-Identifier: GPL-2.0-only
import { type Scenario, scenarioSchema } from "../scenario/scenario-schema.ts";
import { shapeOf } from "../scenario/shape/shape-of.ts";
import { withoutDefaults } from "../scenario/shape/without-defaults.ts";

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

/** JSON with a space where people put one. */
function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
