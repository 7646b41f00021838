// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { projectRoot } from "../base/project-root.ts";
import { openCache } from "../build/cache.ts";
import { ToolError } from "../build/tool-error.ts";
import { initConsole } from "../guest/console.ts";
import { checkPatch } from "../judge/check-patch.ts";
import { jsonReport } from "../report/json-report.ts";
import { terminalReport } from "../report/terminal-report.ts";
import { chooseConfigs, chooseScenarios, loadInputs } from "./load-inputs.ts";
import { Progress } from "./progress.ts";
import { screenOf } from "./screen-of.ts";
import { version } from "./version.ts";

/** Options of `hunkbox check`. */
export interface CheckOptions {
  readonly config: readonly string[];
  readonly scenario: readonly string[];
  readonly json?: string;
  readonly reverse: boolean;
  readonly all: boolean;
  readonly color: boolean;
}

/** @returns the exit code of the verdict */
export async function checkCommand(path: string | undefined, options: CheckOptions): Promise<number> {
  const { reverse, all } = options;
  // what goes wrong with it is told where it is awaited
  initConsole().catch(() => {});
  const configs = chooseConfigs(options.config);
  const scenarios = chooseScenarios(options.scenario);
  const { series, base } = await loadInputs(path);
  const progress = new Progress();
  try {
    const cache = openCache(projectRoot());
    const request = { base, patches: series.patches, reverse, configs, scenarios, cache };
    const result = await checkPatch({ ...request, progress: progress.update });
    progress.done();
    const json = options.json === undefined ? "" : jsonReport(result, series, reverse, version());
    if (options.json === "-") process.stdout.write(json);
    else {
      if (options.json !== undefined) writeReport(options.json, json);
      process.stdout.write(terminalReport(result, series, screenOf(options.color), { reverse, all }));
    }
    return result.verdict.exitCode;
  } finally {
    progress.done();
  }
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(`cannot write the report ${path}: ${why}`, "choose another file with --json");
  }
}
