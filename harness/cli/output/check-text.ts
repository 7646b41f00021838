// SPDX-License-Identifier: GPL-2.0-only
import { patchOfCheck } from "../../gate/patch-of-check.ts";
import type { CheckResult } from "../../judge/check-patch.ts";
import type { Series } from "../../patch/series.ts";
import { type Commands, firstScreen } from "../../report/first-screen/first-screen.ts";
import { headLines } from "../../report/first-screen/head-lines.ts";
import { terminalReport } from "../../report/terminal-report.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { screenOf } from "./screen-of.ts";

/**
 * What a check prints: the first screen, or with --all everything.
 */
export function checkText(
  result: CheckResult,
  series: Series,
  commands: Commands,
  options: CheckOptions,
): string {
  const { reverse, all } = options;
  const screen = screenOf(options.color);
  if (all) return terminalReport(result, series, screen, reverse);
  const patch = patchOfCheck(result, series, { reverse, configsChosen: options.config.length > 0 });
  const head = headLines(patch, series, screen);
  return `${firstScreen(patch, head, screen, commands).join("\n")}\n`;
}
