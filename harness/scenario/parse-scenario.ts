// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { many } from "../base/many.ts";
import { GRANTS } from "../subject/grants/subject.ts";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import type { Step } from "../subject/step-kinds.ts";
import { SUBJECTS } from "../subject/subjects.ts";
import { type JsonProblem, type LocatedJson, locatedJson } from "./json/located-json.ts";
import type { Problem } from "./problem.ts";
import { type Scenario, scenarioSchema } from "./scenario-schema.ts";
import { findProblems } from "./shape/find-problems.ts";
import { shapeOf } from "./shape/shape-of.ts";
import { unknownNames } from "./unknown-names.ts";

/** More than any scenario has, in characters. */
const LARGEST = 1_000_000;

/** More errors at once help nobody. */
const MOST_PROBLEMS = 10;

/**
 * Reads a scenario from JSON text.
 *
 * @param where what errors call the text: its file
 * @throws ScenarioError with all that is wrong, by line and column
 */
export function parseScenario(text: string, where: string): Scenario {
  if (text.length > LARGEST) throw new ScenarioError(where, "is larger than 1 MB, and no scenario is");
  const json = locatedJson(text.replace(/^\ufeff/, ""));
  if (!("value" in json))
    throw new ScenarioError(where, "is not JSON", [`line ${json.line}, column ${json.column}: ${json.text}`]);
  const wrong = findProblems(shapeOf(scenarioSchema), json.value);
  refuse(
    where,
    [...json.problems, ...wrong].map((one) => located(one, json)),
  );
  const result = v.safeParse(scenarioSchema, json.value);
  // nothing is taken that the definition refuses
  if (!result.success) throw new ScenarioError(where, `does not fit the schema: ${result.issues[0].message}`);
  const { $schema: _, ...scenario } = result.output;
  refuse(
    where,
    unknownNames(scenario.steps).map((one) => located(one, json)),
  );
  return { ...scenario, subject: scenario.subject ?? subjectOf(scenario.steps) };
}

/** The same with its place in the text, and the step that it is in, counted from 1 as people do. */
function located(
  { path, isOfKey, text }: Problem,
  { placeOf }: LocatedJson,
): JsonProblem & { readonly step?: number } {
  const place = placeOf(path, isOfKey);
  return path[0] === "steps" && typeof path[1] === "number"
    ? { ...place, step: path[1] + 1, text }
    : { ...place, text };
}

/** @throws ScenarioError if there is a problem */
function refuse(where: string, problems: readonly (JsonProblem & { readonly step?: number })[]): void {
  if (problems.length === 0) return;
  const lines = [...problems]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, step, text }) => {
      const place = `line ${line}, column ${column}`;
      return `${step === undefined ? place : `step ${step} (${place})`}: ${text}`;
    });
  const few = lines.length > MOST_PROBLEMS + 1 ? lines.slice(0, MOST_PROBLEMS) : lines;
  const rest = lines.length > few.length ? [`and ${lines.length - few.length} more`] : [];
  throw new ScenarioError(where, many(lines.length, "error"), [...few, ...rest]);
}

/** The driver whose device is opened first; of kernel code alone, what all drivers stand on. */
function subjectOf(steps: readonly Step[]): string {
  const open = steps.find((step) => step.do === "open");
  const driver = SUBJECTS.find(({ devices }) => open !== undefined && devices.includes(open.device));
  return (driver ?? GRANTS).name;
}
