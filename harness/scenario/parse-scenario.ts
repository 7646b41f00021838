// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { GRANTS } from "../subject/grants/subject.ts";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import type { Step } from "../subject/step-kinds.ts";
import { SUBJECTS } from "../subject/subjects.ts";
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
  if (result.success)
    return { ...result.output, subject: result.output.subject ?? subjectOf(result.output.steps) };
  const [issue] = result.issues;
  // steps are counted from 1 for people
  const path = v.getDotPath(issue)?.replace(/^steps\.(\d+)/, (_, n: string) => `step ${Number(n) + 1}`);
  const unknownKey = issue.type === "strict_object" && issue.expected === "never";
  const message = unknownKey ? "unknown key" : issue.message;
  throw new ScenarioError(where, path === undefined ? message : `${path}: ${message}`);
}

/** The driver whose device is opened first; of kernel code alone, what all drivers stand on. */
function subjectOf(steps: readonly Step[]): string {
  const open = steps.find((step) => step.do === "open");
  const driver = SUBJECTS.find(({ devices }) => open !== undefined && devices.includes(open.device));
  return (driver ?? GRANTS).name;
}
