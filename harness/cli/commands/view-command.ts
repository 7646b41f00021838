// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";
import { INSTRUMENTED } from "../../compile/flavour.ts";
import { reportOfCheck } from "../../gate/report-of-check.ts";
import { initConsole } from "../../guest/console.ts";
import { html } from "../../report/formats/html.tsx";
import { makeScreen } from "../../report/screen.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { chooseConfigs, chooseScenarios, loadInputs } from "../inputs/load-inputs.ts";
import { addBaseOptions, type BaseOptions } from "../options/base-options.ts";
import { checkWritable } from "../output/check-writable.ts";
import { openBrowser } from "../output/open-browser.ts";
import { PageServer } from "../output/page-server.ts";
import { tell } from "../output/tell.ts";
import { viewLine } from "../output/view-line.ts";
import { writeReport } from "../output/write-report.ts";
import { version } from "../version.ts";
import { checkSeries } from "./check-series.ts";

/** Options of `hunkbox view`. */
export interface ViewOptions extends BaseOptions {
  readonly config: readonly string[];
  readonly scenario: readonly string[];
  readonly reverse: boolean;
  readonly plain: boolean;
  readonly out?: string;
  readonly port?: string;
  readonly open: boolean;
}

const HELP = `
Examples:
  hunkbox view fix.mbox                     prints an address on this machine; Ctrl-C ends it
  hunkbox view fix.mbox --open              and opens it in a browser
  hunkbox view fix.mbox --out report.html   writes the page: one file, which needs no network
  hunkbox view --debian linux-source-6.1 fix.mbox

Of a series each patch by itself, of a range, or by a policy: hunkbox gate -f html=FILE.
Exit codes are those of check, once the page is written or no longer served; 5 if the port or the file
cannot be had.`;

/** Adds `hunkbox view` to the program. */
export function addViewCommand(program: Command, done: (exitCode: number) => void): void {
  const collect = (value: string, all: string[]): string[] => [...all, value];
  addBaseOptions(program.command("view"), false)
    .description(
      "judge a patch as check does, and show all of it as a page: problems, hunks, traces, page tables",
    )
    .argument("[patches...]", "as for check (default: the tool's own)")
    .option("-c, --config <name>", "as for check; may be given again (default: all)", collect, [])
    .option("-s, --scenario <id|file>", "as for check; may be given again", collect, [])
    .option("-R, --reverse", "as for check", false)
    .option("--plain", "as for check", false)
    .option("--out <file>", "write the page there, and serve nothing; - for standard output")
    .option("--port <number>", "serve it there, on 127.0.0.1 (default: any that is free)")
    .option("--open", "open it in a browser, by xdg-open", false)
    .addHelpText("after", HELP)
    .action(async (words: string[], options: ViewOptions) => done(await viewCommand(words, options)));
}

/** @returns the exit code of the verdict, once the page is written or no longer served */
async function viewCommand(words: readonly string[], options: ViewOptions): Promise<number> {
  // what goes wrong with it is told where it is awaited
  initConsole().catch(() => {});
  const port = choosePort(options);
  // a name that does not exist is told before anything is fetched
  chooseConfigs(options.config);
  const scenarios = chooseScenarios(options.scenario);
  if (options.out !== undefined) {
    checkWritable(options.out, "choose another file with --out");
    const { page, exitCode } = await makePage(words, options, scenarios);
    writeReport(options.out, page, "choose another file with --out");
    return exitCode;
  }
  // whether it can be had is told before anything is judged
  const server = await PageServer.open(port);
  try {
    const { page, exitCode } = await makePage(words, options, scenarios);
    process.stdout.write(`${server.address}\n`);
    if (process.stdout.isTTY) tell("Ctrl-C ends it");
    if (options.open) openBrowser(server.address);
    await server.serve(page);
    return exitCode;
  } finally {
    server.close();
  }
}

function choosePort({ port, out, open }: ViewOptions): number {
  if (out !== undefined && (port !== undefined || open))
    throw new BadInput(
      `--out and --${open ? "open" : "port"} exclude each other`,
      "with --out the page is a file, and nothing is served",
    );
  if (out === "") throw new BadInput("--out names no file", "give --out FILE");
  if (port === undefined) return 0;
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535)
    throw new BadInput(`--port ${port} is no port`, "give a number from 1 to 65535");
  return number;
}

async function makePage(
  words: readonly string[],
  options: ViewOptions,
  scenarios: ReturnType<typeof chooseScenarios>,
): Promise<{ readonly page: string; readonly exitCode: number }> {
  const { reverse } = options;
  const inputs = await loadInputs(words, options, reverse);
  const result = await checkSeries(inputs, options, true);
  const report = reportOfCheck(result, inputs.series, {
    ...{ version: version(), command: viewLine(words, options), reverse, scenarios },
    configsChosen: options.config.length > 0,
    scenariosChosen: options.scenario.length > 0,
    flavours: options.plain ? [] : INSTRUMENTED,
  });
  tell(report.line);
  return { page: html.render(report, makeScreen(80, false)), exitCode: report.exitCode };
}
