// SPDX-License-Identifier: GPL-2.0-only
import { openCache } from "../../compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../compile/flavour.ts";
import { type CheckResult, checkPatch } from "../../judge/check-patch.ts";
import { chooseConfigs, chooseScenarios, type Inputs } from "../inputs/load-inputs.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { openKept } from "../output/open-kept.ts";
import { Progress } from "../output/progress.ts";

/**
 * Checks one series with what the command line asks for, and says on standard error how far it is.
 *
 * @param runsLater whether the caller traces scenarios afterwards
 */
export async function checkSeries(
  { series, base }: Inputs,
  options: Pick<CheckOptions, "config" | "scenario" | "reverse" | "plain">,
  runsLater: boolean,
): Promise<CheckResult> {
  const configs = chooseConfigs(options.config);
  const scenarios = chooseScenarios(options.scenario);
  const progress = new Progress();
  try {
    const cache = openCache();
    const configsChosen = options.config.length > 0;
    const flavours = options.plain ? [] : INSTRUMENTED;
    const scenariosChosen = options.scenario.length > 0;
    return await checkPatch({
      ...{
        base,
        flavours,
        patches: series.patches,
        configs,
        configsChosen,
        scenarios,
        cache,
        scenariosChosen,
        costs: !scenariosChosen,
      },
      ...{ reverse: options.reverse, progress: progress.update, kept: openKept(cache), runsLater },
    });
  } finally {
    progress.done();
  }
}
