// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import { jsonText } from "../../report/json-text.ts";
import { copyId, scenarioFile } from "../../report/scenario-file.ts";
import { scenarioList, scenarioStory } from "../../report/scenario-list.ts";
import { stepList } from "../../report/step-list.ts";
import { stepListJson } from "../../report/step-list-json.ts";
import { loadCatalogue } from "../../scenario/load-catalogue.ts";
import { SUBJECTS } from "../../subject/subjects.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { chooseScenarios } from "../inputs/load-inputs.ts";
import { schemaPath } from "../inputs/schema-path.ts";
import { screenOf } from "../output/screen-of.ts";
import { tell } from "../output/tell.ts";

const HELP = `
Examples:
  hunkbox scenarios                              all of them, a line each
  hunkbox scenarios privcmd                      those about privcmd
  hunkbox scenarios user-map-one-page            one's story and steps
  hunkbox scenarios --steps                      every step that a file can have
  hunkbox scenarios --json user-map-one-page > mine.json     a file to start from
  hunkbox check -s mine.json fix.mbox            run it

Exit codes:
  0  done
  2  bad input: no such scenario or option, a file that is no scenario`;

/** Columns of what is read beside an editor. */
const WIDTH = 80;

interface ScenariosOptions {
  readonly steps: boolean;
  readonly json: boolean;
  readonly color: boolean;
}

/** Adds `hunkbox scenarios` to the program. */
export function addScenariosCommand(program: Command, done: (exitCode: number) => void): void {
  const subjects = SUBJECTS.map(({ name }) => name).join(", ");
  program
    .command("scenarios")
    .description("list the scenarios, tell one, or what steps there are to write one of")
    .argument("[id]", `a scenario, a JSON file with one, or what the list is to be of: ${subjects}`)
    .option("--steps", "list every kind of step with its fields and their values", false)
    .option("--json", "as JSON: of one scenario, a file to start from", false)
    .option("--no-color", "no colours")
    .addHelpText("after", HELP)
    .action((id: string | undefined, options: ScenariosOptions) => {
      process.stdout.write(options.steps ? stepsText(id, options) : scenariosText(id, options));
      done(EXIT_CODES.pass);
    });
}

function stepsText(id: string | undefined, { json, color }: ScenariosOptions): string {
  if (id !== undefined)
    throw new BadInput(
      "--steps lists all steps, not those of a scenario",
      `hunkbox scenarios ${id} tells these`,
    );
  if (json) return jsonText(stepListJson());
  const screen = screenOf(color);
  return stepList({ ...screen, width: Math.min(screen.width, WIDTH) });
}

function scenariosText(id: string | undefined, { json, color }: ScenariosOptions): string {
  const isSubject = SUBJECTS.some(({ name }) => name === id);
  if (id === undefined || isSubject) {
    const listed = loadCatalogue().filter(({ subject }) => id === undefined || subject === id);
    if (!json) return scenarioList(listed, screenOf(color));
    return jsonText(listed.map(({ isTried: _, steps, ...about }) => ({ ...about, steps: steps.length })));
  }
  const [scenario] = chooseScenarios([id]);
  if (!json) return scenarioStory(scenario!, screenOf(color));
  tell(`its id is ${copyId(scenario!.id)}: the catalogue's own are taken`);
  return scenarioFile(scenario!, schemaPath());
}
