// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import { SUBJECTS } from "../subject/subjects.ts";
import { parseScenario } from "./parse-scenario.ts";
import type { Scenario } from "./scenario-schema.ts";

/** What `make` builds of the catalogue, beside the bundled command: checked already, and one file instead of many. */
const PACKED = new URL("catalogue.json", import.meta.url);

let known: Scenario[] | null = null;

/**
 * The scenarios of all subjects, in the order of their file names.
 *
 * @throws ScenarioError if a file is malformed or its id is not its name
 */
export function loadCatalogue(): Scenario[] {
  known ??= readCatalogue();
  return [...known];
}

function readCatalogue(): Scenario[] {
  if (existsSync(PACKED)) return JSON.parse(readFileSync(PACKED, "utf8")) as Scenario[];
  const all = SUBJECTS.flatMap(({ name }) => readFolder(name));
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function readFolder(subject: string): Scenario[] {
  const dir = join(projectRoot(), "harness", "subject", subject, "catalogue");
  return readdirSync(dir)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const read = parseScenario(readFileSync(join(dir, file), "utf8"), file);
      const scenario = { ...read, subject, isTried: true } as const;
      if (`${scenario.id}.json` !== file) throw new ScenarioError(file, `its id is "${scenario.id}"`);
      return scenario;
    });
}
