// SPDX-License-Identifier: GPL-2.0-only
import { initConsole } from "../../guest/console.ts";
import { jsonReport } from "../../report/json-report.ts";
import { lcov } from "../../report/lcov.ts";
import { chooseConfigs, chooseScenarios, loadInputs } from "../inputs/load-inputs.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { checkText } from "../output/check-text.ts";
import { checkWritable } from "../output/check-writable.ts";
import { writeReport } from "../output/write-report.ts";
import { version } from "../version.ts";
import { checkRange } from "./check-range.ts";
import { checkSeries } from "./check-series.ts";

/** @returns the exit code of the verdict */
export async function checkCommand(path: string | undefined, options: CheckOptions): Promise<number> {
  const { reverse } = options;
  // what goes wrong with it is told where it is awaited
  initConsole().catch(() => {});
  // a name that does not exist is told before anything is fetched
  chooseConfigs(options.config);
  chooseScenarios(options.scenario);
  if (options.json !== undefined) checkWritable(options.json, "choose another file with --json");
  if (options.lcov !== undefined) checkWritable(options.lcov, "choose another file with --lcov");
  if (options.range !== undefined) return await checkRange(path, options.range, options);
  const inputs = await loadInputs(path, options, reverse);
  const result = await checkSeries(inputs, options);
  const json = options.json === undefined ? "" : jsonReport(result, inputs.series, reverse, version());
  if (options.json !== undefined) writeReport(options.json, json, "choose another file with --json");
  if (options.lcov !== undefined)
    writeReport(options.lcov, lcov(result.configs), "choose another file with --lcov");
  if (options.json !== "-") {
    process.stdout.write(checkText(result, inputs.series, path, options));
  }
  return result.verdict.exitCode;
}
