// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import { parseScenario } from "./parse-scenario.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { Scenario } from "./scenario-schema.ts";

/** What `make` builds of the catalogue, beside the bundled command: checked already, and one file instead of many. */
const PACKED = new URL("catalogue.json", import.meta.url);

let known: Scenario[] | null = null;

/**
 * The scenarios that come with the tool, in the order of their file names.
 *
 * @throws ScenarioError if a file is malformed or its id is not its name
 */
export function loadCatalogue(): Scenario[] {
  known ??= readCatalogue();
  return [...known];
}

function readCatalogue(): Scenario[] {
  if (existsSync(PACKED)) return JSON.parse(readFileSync(PACKED, "utf8")) as Scenario[];
  const dir = join(projectRoot(), "harness", "scenario", "catalogue");
  return readdirSync(dir)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const scenario = parseScenario(readFileSync(join(dir, file), "utf8"), file);
      if (`${scenario.id}.json` !== file) throw new ScenarioError(file, `its id is "${scenario.id}"`);
      return scenario;
    });
}
