// SPDX-License-Identifier: GPL-2.0-only

import { makeViews, type Views } from "../../base/make-views.ts";
import { openCache } from "../../compile/cache/open-cache.ts";
import { Workshop } from "../../compile/cache/workshop.ts";
import { type InspectedSide, inspectSide } from "../../compile/tree/inspect-side.ts";
import type { KernelSurvey } from "../../judge/survey/kernel-survey.ts";
import { surveyKernel } from "../../judge/survey/survey-kernel.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import { importsReport } from "../../report/inspect/imports-report.ts";
import { inspectJson } from "../../report/inspect/inspect-json.ts";
import { inspectReport } from "../../report/inspect/inspect-report.ts";
import { sliceReport } from "../../report/inspect/slice-report.ts";
import { surveyReport } from "../../report/inspect/survey-report.ts";
import { jsonText } from "../../report/json-text.ts";
import { loadCatalogue } from "../../scenario/load-catalogue.ts";
import { whatToRun } from "../../scenario/what-to-run.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { bareTree, isBaseChosen } from "../inputs/bare-tree.ts";
import { chooseConfigs, type Inputs, loadInputs } from "../inputs/load-inputs.ts";
import { rangeInputs } from "../inputs/range-inputs.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { Progress } from "../output/progress.ts";
import { screenOf } from "../output/screen-of.ts";
import { writeReport } from "../output/write-report.ts";

/** Options of `hunkbox inspect`. */
export interface InspectOptions extends BaseOptions {
  readonly reverse: boolean;
  readonly color: boolean;
  readonly slice: boolean;
  readonly imports: boolean;
  readonly config: readonly string[];
  readonly json?: string;
}

/** Columns of lists that are read side by side with code. */
const WIDTH = 80;

/** Shows what patches hold and where their hunks go; of a tree also what is made of it to run. */
export async function inspectCommand(words: readonly string[], options: InspectOptions): Promise<number> {
  const { slice, imports } = options;
  chooseConfigs(options.config);
  const json: unknown[] = [];
  const show = async ({ series, base }: Inputs): Promise<void> => {
    const views = makeViews(base, series.patches, options.reverse);
    const sides = slice || imports ? await inspectSides(views, options) : [];
    if (options.json !== undefined) json.push(inspectJson(views, sides, { slice, imports }));
    if (options.json === "-") return;
    const screen = screenOf(options.color);
    const narrow = { ...screen, width: Math.min(screen.width, WIDTH) };
    if (series.patches.length > 0) process.stdout.write(inspectReport(series, views, screen));
    for (const side of sides) {
      if (slice) process.stdout.write(`\n${sliceReport(side, narrow)}`);
      if (imports) process.stdout.write(`\n${importsReport(side, narrow)}`);
    }
  };
  if (options.range !== undefined) {
    for (const step of await rangeInputs(words, options.range, options)) await show(await step.load());
  } else if (words.length > 0) {
    await show(await loadInputs(words, options, options.reverse));
  } else if (slice || imports || isBaseChosen(options)) {
    const bare = await bareTree(options);
    await show(bare);
    const survey = await surveyOf(bare, options);
    json.push(survey);
    if (options.json !== "-") process.stdout.write(`\n${surveyReport(survey, screenOf(options.color))}`);
  } else {
    throw new BadInput(
      "there is no patch to inspect",
      "give a file, - for standard input, or --git DIR --range A..B",
    );
  }
  if (options.json !== undefined) {
    const [first, survey] = json;
    const bare = survey === undefined ? first : { ...(first as object), survey };
    const all = options.range === undefined ? bare : { range: options.range, commits: json };
    writeReport(options.json, jsonText(all), "choose another file with --json");
  }
  return EXIT_CODES.pass;
}

async function surveyOf({ base }: Inputs, options: InspectOptions): Promise<KernelSurvey> {
  const progress = new Progress();
  try {
    return await surveyKernel({
      ...{ base, configs: chooseConfigs(options.config), scenarios: loadCatalogue() },
      ...{ cache: openCache(), progress: progress.update },
    });
  } finally {
    progress.done();
  }
}

async function inspectSides(views: Views, options: InspectOptions): Promise<InspectedSide[]> {
  const catalogue = loadCatalogue();
  // of a tree alone, all that can be driven
  const { driven } = whatToRun(views, catalogue, views.touched.length === 0);
  const workshop = await Workshop.open(openCache(), driven);
  const configs = chooseConfigs(options.config);
  return await Promise.all(configs.map((config) => inspectSide(workshop, config, views.after)));
}
