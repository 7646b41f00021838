// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import { type Scenario, scenarioSchema } from "./scenario-schema.ts";

/**
 * Reads a scenario from JSON text.
 *
 * @param where what errors call the text: its file
 * @throws ScenarioError naming the key that is wrong
 */
export function parseScenario(text: string, where: string): Scenario {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(where, `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = v.safeParse(scenarioSchema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // steps are counted from 1 for people
  const path = v.getDotPath(issue)?.replace(/^steps\.(\d+)/, (_, n: string) => `step ${Number(n) + 1}`);
  const unknownKey = issue.type === "strict_object" && issue.expected === "never";
  const message = unknownKey ? "unknown key" : issue.message;
  throw new ScenarioError(where, path === undefined ? message : `${path}: ${message}`);
}
