// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";
import { checkBackport } from "../../backport/check-backport.ts";
import { openCache } from "../../compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../compile/flavour.ts";
import { initConsole } from "../../guest/console.ts";
import { backportJson } from "../../report/backport/backport-json.ts";
import { backportReport } from "../../report/backport/backport-report.ts";
import { backportInputs } from "../inputs/backport-inputs.ts";
import { chooseConfigs, chooseScenarios } from "../inputs/load-inputs.ts";
import { BASE_FORMS } from "../options/parse-base.ts";
import { checkWritable } from "../output/check-writable.ts";
import { openKept } from "../output/open-kept.ts";
import { Progress } from "../output/progress.ts";
import { screenOf } from "../output/screen-of.ts";
import { writeReport } from "../output/write-report.ts";
import { version } from "../version.ts";

/** Options of `hunkbox backport`. */
interface BackportOptions {
  readonly on: readonly string[];
  readonly upstreamGit?: string;
  readonly config: readonly string[];
  readonly scenario: readonly string[];
  readonly json?: string;
  readonly all: boolean;
  readonly color: boolean;
}

const HELP = `
Examples:
  hunkbox backport fix.mbox --on ~/linux fix-6.1.mbox --on debian:linux-source-6.1
  hunkbox backport fix.mbox --on git:$HOME/linux@v6.12 fix-6.1.mbox --on git:$HOME/linux-stable@v6.1.100
  hunkbox backport fix-6.1.mbox --on ~/linux-6.1 --upstream-git ~/linux     upstream: the commit that the mail names
  hunkbox backport --json report.json fix.mbox rebased.mbox                 both on the tool's own small kernel tree

Exit codes:
  0  faithful: the backport changes what upstream changes, within the bounds given
  1  not faithful: something is lost, or something else changes
  2  bad input: a patch does not parse or does not apply, no such base, scenario or option
  3  a side does not build: before or after, of upstream or of the backport
  4  not comparable: no scenario shows what upstream changes, or a hunk is lost in code that no scenario reaches
  5  the tool failed: no compiler, no space, a fault of its own`;

/** Adds `hunkbox backport` to the program. */
export function addBackportCommand(program: Command, done: (exitCode: number) => void): void {
  const collect = (value: string, all: string[]): string[] => [...all, value];
  program
    .command("backport")
    .description("compare what a backport changes on its base with what upstream changes on another")
    .argument(
      "<patches...>",
      "upstream's patch and the backport, as for check; or the backport with --upstream-git",
    )
    .option("--on <base>", `base of a patch, in their order; one for both: ${BASE_FORMS}`, collect, [])
    .option("--upstream-git <folder>", "a clone that holds the upstream commit that the backport names")
    .option("-c, --config <name>", "as for check; may be given again (default: all)", collect, [])
    .option("-s, --scenario <id|file>", "as for check; may be given again", collect, [])
    .option("--json <file>", "write the report as JSON too; - for standard output, in place of the text")
    .option("-a, --all", "list what is kept too", false)
    .option("--no-color", "no colours (NO_COLOR and FORCE_COLOR are honoured too)")
    .addHelpText("after", HELP)
    .action(async (patches: string[], options: BackportOptions) => done(await run(patches, options)));
}

async function run(patches: readonly string[], options: BackportOptions): Promise<number> {
  // what goes wrong with it is told where it is awaited
  initConsole().catch(() => {});
  if (options.json !== undefined) checkWritable(options.json, "choose another file with --json");
  const configs = chooseConfigs(options.config);
  // calls that fail by their names are other ones in other kernels
  const scenarios = chooseScenarios(options.scenario).map((one) => ({ ...one, sweep: false }));
  const { on, upstreamGit } = options;
  const inputs = await backportInputs({ patches, on, ...(upstreamGit === undefined ? {} : { upstreamGit }) });
  const { upstream, backport } = inputs;
  const progress = new Progress();
  try {
    const cache = openCache();
    const result = await checkBackport({
      upstream: { base: upstream.base, patches: upstream.series.patches },
      backport: { base: backport.base, patches: backport.series.patches },
      ...{ configs, scenarios, flavours: INSTRUMENTED, configsChosen: options.config.length > 0 },
      ...{ cache, progress: progress.update, kept: openKept(cache) },
      scenariosChosen: options.scenario.length > 0,
    });
    progress.done();
    const series = { upstream: upstream.series, backport: backport.series };
    if (options.json !== "-") {
      process.stdout.write(backportReport(result, series, screenOf(options.color), options.all));
    }
    if (options.json !== undefined)
      writeReport(options.json, backportJson(result, series, version()), "choose another file with --json");
    return result.verdict.exitCode;
  } finally {
    progress.done();
  }
}
