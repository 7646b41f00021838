// SPDX-License-Identifier: GPL-2.0-only
import { join, relative } from "node:path";
import { projectRoot } from "../../base/project-root.ts";

/** Where the schema of scenario files is published, from the project's root. */
const SCENARIO_SCHEMA = "harness/subject/hunkbox.scenario.schema.json";

/** @returns the path of the published schema of scenario files, from the current folder: a file there can name it so */
export const schemaPath = (): string => {
  const path = relative(process.cwd(), join(projectRoot(), SCENARIO_SCHEMA));
  return path.startsWith(".") ? path : `./${path}`;
};
