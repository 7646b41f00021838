// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { copyId, scenarioFile } from "../../harness/report/scenario-file.ts";
import { findScenario } from "../../harness/scenario/find-scenario.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { parseScenario } from "../../harness/scenario/parse-scenario.ts";
import { expectGolden } from "../support/golden.ts";

const catalogue = loadCatalogue();
const ids = new Set(catalogue.map(({ id }) => id));

it("reads as somebody would write it", () => {
  const scenario = findScenario("user-map-one-page", catalogue)!;
  expectGolden("report/scenario-file.json", scenarioFile(scenario, "./x.schema.json"));
});

it("is the scenario again under another id, whichever it is of", () => {
  const derived = findScenario("user-lifecycle+open-3+get_task_mm-1", catalogue)!;
  for (const scenario of [...catalogue, derived]) {
    const { isTried: _, ...same } = scenario;
    const read = parseScenario(scenarioFile(scenario, "./x.schema.json"), scenario.id);
    expect(read).toEqual({ ...same, id: copyId(scenario.id) });
    expect(ids).not.toContain(read.id);
  }
});
