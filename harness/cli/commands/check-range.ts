// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../../base/apply/apply-error.ts";
import { BaseError } from "../../base/base-error.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import { worstExit } from "../../judge/verdict/worst-exit.ts";
import { PatchError } from "../../patch/patch-error.ts";
import { jsonReport } from "../../report/json-report.ts";
import { jsonText } from "../../report/json-text.ts";
import { type RangeRow, rangeTable } from "../../report/range-table.ts";
import { explainError } from "../explain-error.ts";
import { type RangeStep, rangeInputs } from "../inputs/range-inputs.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { commitCommands } from "../output/check-commands.ts";
import { checkText } from "../output/check-text.ts";
import { screenOf } from "../output/screen-of.ts";
import { writeReport } from "../output/write-report.ts";
import { version } from "../version.ts";
import { checkSeries } from "./check-series.ts";

/** How one commit fared: a row of the table, and its report. */
interface Judged extends RangeRow {
  readonly report: unknown;
  readonly error: string | null;
}

/**
 * Judges each commit of a range on its own parent: one report each, and a table in the end.
 *
 * @returns the worst exit code
 */
export async function checkRange(
  words: readonly string[],
  range: string,
  options: CheckOptions,
): Promise<number> {
  const steps = await rangeInputs(words, range, options);
  const quiet = options.json === "-";
  const rows: Judged[] = [];
  for (const step of steps) {
    const row = await judge(step, options, quiet);
    rows.push(row);
  }
  if (!quiet) process.stdout.write(rangeTable(range, rows, screenOf(options.color)));
  const exitCode = worstExit(rows.map((row) => row.exitCode));
  if (options.json !== undefined) {
    writeReport(
      options.json,
      jsonText({ range, exitCode, commits: rows }),
      "choose another file with --json",
    );
  }
  return exitCode;
}

async function judge(step: RangeStep, options: CheckOptions, quiet: boolean): Promise<Judged> {
  const { reverse } = options;
  const { id: commit, subject } = step;
  try {
    const inputs = await step.load();
    const result = await checkSeries(inputs, options, false);
    const { name: verdict, exitCode } = result.verdict;
    if (!quiet) {
      process.stdout.write(`${checkText(result, inputs.series, commitCommands(commit, options), options)}\n`);
    }
    const report: unknown =
      options.json === undefined ? null : JSON.parse(jsonReport(result, inputs.series, reverse, version()));
    return { commit, subject, verdict, exitCode, error: null, report };
  } catch (error) {
    // what is wrong with this commit alone; all else ends the command
    const mine = error instanceof PatchError || error instanceof ApplyError || error instanceof BaseError;
    const { text, exitCode } = explainError(error);
    if (!mine || exitCode !== EXIT_CODES["does-not-apply"]) throw error;
    process.stderr.write(`${text}\n`);
    return { commit, subject, verdict: "does-not-apply", exitCode, error: text, report: null };
  }
}
