// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../base/make-views.ts";
import { concernedSubjects } from "../subject/concerned-subjects.ts";
import { drivenFiles } from "../subject/driven-files.ts";
import type { Scenario } from "./scenario-schema.ts";
import { subjectsOf } from "./subjects-of.ts";

/** What a patch is judged by. */
export interface WhatToRun {
  readonly scenarios: readonly Scenario[];
  /** Names of the subjects that the patch concerns. */
  readonly concerned: readonly string[];
  /** Kernel paths of the files that these drive. */
  readonly driven: readonly string[];
}

/**
 * @param views both sides of the patch
 * @param scenarios of whatever subjects
 * @param areChosen somebody asked for these by name: all are run; else those of the subjects that the patch concerns
 */
export function whatToRun(
  { touched, before, after }: Pick<Views, "touched" | "before" | "after">,
  scenarios: readonly Scenario[],
  areChosen: boolean,
): WhatToRun {
  const isThere = (path: string): boolean => before.read(path) !== null || after.read(path) !== null;
  const concerned = new Set(concernedSubjects(touched, isThere).map(({ name }) => name));
  const wanted = areChosen
    ? scenarios
    : scenarios.filter((one) => subjectsOf(one).every((name) => concerned.has(name)));
  const driven = drivenFiles([...concerned, ...wanted.flatMap(subjectsOf)]);
  return { scenarios: wanted, concerned: [...concerned], driven };
}
