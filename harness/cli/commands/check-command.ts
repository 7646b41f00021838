// SPDX-License-Identifier: GPL-2.0-only
import { jsonReport } from "../../report/json-report.ts";
import { lcov } from "../../report/lcov.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { chooseConfigs, chooseScenarios, loadInputs } from "../inputs/load-inputs.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { checkCommands } from "../output/check-commands.ts";
import { checkText } from "../output/check-text.ts";
import { checkWritable } from "../output/check-writable.ts";
import { writeReport } from "../output/write-report.ts";
import { version } from "../version.ts";
import { checkRange } from "./check-range.ts";
import { checkSeries } from "./check-series.ts";

/** @returns the exit code of the verdict */
export async function checkCommand(words: readonly string[], options: CheckOptions): Promise<number> {
  const { reverse } = options;
  // a name that does not exist is told before anything is fetched
  chooseConfigs(options.config);
  chooseScenarios(options.scenario);
  if (options.bisect === true && options.range !== undefined)
    throw new BadInput(
      "--bisect and --range exclude each other",
      "git bisect run gives one commit at a time",
    );
  if (options.json !== undefined) checkWritable(options.json, "choose another file with --json");
  if (options.lcov !== undefined) checkWritable(options.lcov, "choose another file with --lcov");
  if (options.range !== undefined) return await checkRange(words, options.range, options);
  const inputs = await loadInputs(words, options, reverse);
  const result = await checkSeries(inputs, options, false);
  const json = options.json === undefined ? "" : jsonReport(result, inputs.series, reverse, version());
  if (options.json !== undefined) writeReport(options.json, json, "choose another file with --json");
  if (options.lcov !== undefined)
    writeReport(options.lcov, lcov(result.configs), "choose another file with --lcov");
  if (options.json !== "-") {
    process.stdout.write(checkText(result, inputs.series, checkCommands(words, options), options));
  }
  return result.verdict.exitCode;
}
