// SPDX-License-Identifier: GPL-2.0-only
import { concernedSubjects } from "../subject/concerned-subjects.ts";
import { drivenFiles } from "../subject/driven-files.ts";
import type { Scenario } from "./scenario-schema.ts";

/** What a patch is judged by. */
export interface WhatToRun {
  readonly scenarios: readonly Scenario[];
  /** Kernel paths of the files that these drive. */
  readonly driven: readonly string[];
}

/**
 * @param touched kernel paths that the patch touches
 * @param scenarios of whatever subjects
 * @param areChosen somebody asked for these by name: all are run; else those of the subjects that the patch concerns
 */
export function whatToRun(
  touched: readonly string[],
  scenarios: readonly Scenario[],
  areChosen: boolean,
): WhatToRun {
  const concerned = new Set(concernedSubjects(touched).map(({ name }) => name));
  const wanted = areChosen ? scenarios : scenarios.filter(({ subject }) => concerned.has(subject));
  return { scenarios: wanted, driven: drivenFiles([...concerned, ...wanted.map(({ subject }) => subject)]) };
}
