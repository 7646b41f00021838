// SPDX-License-Identifier: GPL-2.0-only

import { makeViews } from "../../base/make-views.ts";
import { buildPair } from "../../compile/build-pair.ts";
import { openCache } from "../../compile/cache/open-cache.ts";
import { Workshop } from "../../compile/cache/workshop.ts";
import { initConsole } from "../../guest/console.ts";
import { traceConfig } from "../../judge/trace/trace-config.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import { traceColumns } from "../../report/trace/trace-columns.ts";
import { whatToRun } from "../../scenario/what-to-run.ts";
import { bareTree, isBaseChosen } from "../inputs/bare-tree.ts";
import { chooseConfigs, chooseScenarios, loadInputs } from "../inputs/load-inputs.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { Progress } from "../output/progress.ts";
import { screenOf } from "../output/screen-of.ts";

/** Options of `hunkbox trace`. */
export interface TraceOptions extends BaseOptions {
  readonly config: readonly string[];
  readonly patch: readonly string[];
  readonly reverse: boolean;
  readonly all: boolean;
  readonly color: boolean;
}

/** @returns 0, or, if no configuration could be shown, the code that says why */
export async function traceCommand(name: string, options: TraceOptions): Promise<number> {
  const configs = chooseConfigs(options.config);
  const [scenario] = chooseScenarios([name]);
  // a kernel that is named without a patch is shown as it is
  const isBare = options.patch.length === 0 && isBaseChosen(options);
  const inputs = isBare ? bareTree(options) : loadInputs(options.patch, options, options.reverse);
  const { series, base } = await inputs;
  const views = makeViews(base, series.patches, options.reverse);
  const { driven } = whatToRun(views, [scenario!], true);
  const workshop = await Workshop.open(openCache(), driven);
  const progress = new Progress();
  await initConsole();
  let shown = 0;
  let isBroken = false;
  let isAway = false;
  try {
    for (const config of configs) {
      if (!scenario!.configs.includes(config)) {
        process.stdout.write(`${scenario!.id} makes no sense in ${config}\n`);
        continue;
      }
      progress.update(`building ${config}`);
      const { before, after } = await buildPair(workshop, config, views, [], () => {});
      progress.done();
      const broken = [before, after].find(({ module }) => module === null);
      if (broken !== undefined) {
        const [error] = broken.errors;
        const why = error === undefined ? "" : `: ${error.file}:${error.line}: ${error.message}`;
        const what = `the ${broken.side} side does not build${why}`;
        process.stdout.write(`${config}: ${broken.unavailable === "" ? what : broken.unavailable}\n\n`);
        if (broken.unavailable === "") isBroken = true;
        else isAway = true;
        continue;
      }
      const trace = traceConfig(views, before, after, scenario!, options.reverse);
      process.stdout.write(
        traceColumns(trace, screenOf(options.color), { all: options.all, isOneSide: isBare }),
      );
      shown++;
    }
  } finally {
    progress.done();
  }
  if (shown > 0) return EXIT_CODES.pass;
  return EXIT_CODES[isAway && !isBroken ? "not-comparable" : "does-not-build"];
}
