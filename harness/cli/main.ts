#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
import { Command, CommanderError, Option } from "commander";
import { EXIT_CODES } from "../judge/verdict/verdict.ts";
import { BISECT_STOPS, bisectCode } from "./bisect-code.ts";
import { addBackportCommand } from "./commands/backport-command.ts";
import { baseCommand } from "./commands/base-command.ts";
import { addCacheCommand } from "./commands/cache-command.ts";
import { checkCommand } from "./commands/check-command.ts";
import { addExplainCommand } from "./commands/explain-command.ts";
import { gateCommand } from "./commands/gate-command.ts";
import { type InspectOptions, inspectCommand } from "./commands/inspect-command.ts";
import { mergeCommand } from "./commands/merge-command.ts";
import { addScenariosCommand } from "./commands/scenarios-command.ts";
import { type TraceOptions, traceCommand } from "./commands/trace-command.ts";
import { versionCommand } from "./commands/version-command.ts";
import { addViewCommand } from "./commands/view-command.ts";
import { explainError } from "./explain-error.ts";
import { addBaseOptions } from "./options/base-options.ts";
import type { CheckOptions } from "./options/check-options.ts";
import {
  addReportOptions,
  formatHelp,
  type GateOptions,
  type ReportOptions,
} from "./options/gate-options.ts";
import { manPage } from "./output/man-page.ts";
import { usageError } from "./output/usage-error.ts";
import { version } from "./version.ts";
import { WORKER_WORD } from "./workers/messages.ts";
import { queueWorker } from "./workers/queue-worker.ts";

const collect = (value: string, all: string[]): string[] => [...all, value];

const configOption = (): Option =>
  new Option(
    "-c, --config <name>",
    "x86_64, x86_32-pae or x86_32-pae-highmem; may be given again (default: all)",
  )
    .argParser(collect)
    .default([]);

const GATE_EXIT_HELP = `
A gate also ends with 1 where an entry of the policy has expired, an expected fix does not show, or less was looked at
than the policy asks for; of several patches, with the worst: 5, 2, 3, 1, 4, 0.`;

const EXIT_HELP = `
Exit codes:
  0  pass: nothing regressed
  1  fail: a regression, or a result that nothing fixed or broken accounts for
  2  bad input: the patch does not parse or does not apply, no such scenario or option
  3  a side, before or after the patch, does not build in a configuration (the others are judged all the same)
  4  not comparable: a scenario needs a kernel function that is not modelled, or a tree lacks a configuration that
     -c asks for, or all of them; or not exercised: no scenario runs what the patch changes
  5  the tool failed: no compiler, no space, no b4, a fault of its own
  130, 143  stopped by Ctrl-C or SIGTERM`;

const ENVIRONMENT_HELP = `
Environment:
  NO_COLOR=1               no colours
  FORCE_COLOR=1            colours into a pipe or a log too; NO_COLOR wins
  HUNKBOX_CACHE=DIR        where what is built is kept (default: a folder hunkbox in $XDG_CACHE_HOME or ~/.cache)
  HUNKBOX_CACHE_SIZE=2G    how large that may become; K, M or G
  EMCC=FILE                another Emscripten
  HUNKBOX_DEBUG=1          where in the tool an error comes from`;

function makeProgram(done: (exitCode: number) => void): Command {
  const program = new Command("hunkbox")
    .summary("what a kernel patch changes, seen in an emulated Xen machine")
    .description(
      "Compiles the C that a kernel patch touches to WebAssembly, without the patch (the before side) and with it " +
        "(the after side), runs both against one emulated Xen machine, and says what changed.",
    )
    .version(
      version(),
      "-V, --version",
      "the version; with --verbose, what compiles, and what protects from a patch",
    )
    .exitOverride()
    // descriptions say what happens without an option, in words
    .configureHelp({ optionDescription: ({ description }) => description })
    .configureOutput({ outputError: (text, write) => write(usageError(text)) })
    .addHelpText(
      "after",
      `
Examples:
  hunkbox check                          the patch that comes with the tool, all scenarios, all configurations
  hunkbox check fix.mbox                 a patch as it came by mail
  hunkbox check 0001-a.patch 0002-b.patch     a series, in the order given; or a folder of git format-patch
  git log -p v6.1..topic | hunkbox check -    what git prints; of several commits, oldest first
  hunkbox check '<ID@HOST>'              a Message-ID or its lore address, which b4 fetches
  hunkbox check --reverse --config x86_64
  hunkbox check --json report.json fix.patch
  hunkbox check --debian linux-source-6.1 fix.mbox      on Debian's kernel, fetched at need
  hunkbox explain 1 fix.mbox             all of problem 1 of a check; hunkbox explain WORD: what a report means by it
  hunkbox view fix.mbox                  all of it as a page, in a browser on this machine
  hunkbox gate series.mbox -f junit=junit.xml   a gate for CI
  hunkbox backport fix.mbox fix-6.1.mbox --on git:linux --on debian:linux-source-6.1
  hunkbox trace user-map-one-page        both sides of one scenario next to each other
  hunkbox inspect fix.mbox               what the mail holds and where its hunks go
  hunkbox scenarios                      what is run
  hunkbox scenarios --steps              what a scenario of one's own can be made of
  hunkbox base --to tree                 the files that patches apply to
  hunkbox cache                          where what was built is kept, and how much it is
  hunkbox --man | man -l -               all that --help says of all commands, as a manual page
${EXIT_HELP}
${ENVIRONMENT_HELP}`,
    );

  addBaseOptions(program.command("check"), true)
    .description("run a patch, before and after, through the scenarios and judge it")
    .argument(
      "[patches...]",
      "mails, mboxes, saved archive pages or diffs, in their order; a folder of git format-patch or quilt; " +
        "what git show or git log -p prints; a Message-ID or its address, for b4; - for standard input (default: the tool's own)",
    )
    .addOption(configOption())
    .option(
      "-s, --scenario <id|file>",
      "one scenario, or a JSON file with one; may be given again",
      collect,
      [],
    )
    .option("--json <file>", "write the report as JSON too; - for standard output, in place of the text")
    .option("--lcov <file>", "write which lines of the kernel ran, for lcov and genhtml")
    .option("-R, --reverse", "exchange the sides: what does taking the patch back change?", false)
    .option("-a, --all", "list every difference of the traces and what was wrong before", false)
    .option("--plain", "leave out the runs that look for memory errors and undefined behaviour", false)
    .option("--bisect", "exit codes for git bisect run: 0, 1, 125 for what cannot be compared, 255 to stop")
    .option("--no-color", "no colours (NO_COLOR and FORCE_COLOR are honoured too)")
    .addHelpText(
      "after",
      `
Examples:
  hunkbox check fix.mbox
  hunkbox check 0001-a.patch 0002-b.patch                as one series
  hunkbox check outgoing/                                what git format-patch -o outgoing wrote
  git show HEAD | hunkbox check -
  hunkbox check https://lore.kernel.org/xen-devel/ID@HOST/     through b4
  hunkbox check --config x86_64,x86_32-pae-highmem fix.mbox
  hunkbox check --scenario user-map-one-page --scenario mine.json fix.mbox
  hunkbox check --json - fix.mbox | jq .verdict
  hunkbox check --tree ~/linux --kconfig ~/linux/.config fix.mbox
  hunkbox check --git ~/linux fix.mbox                   on the commit that it was made for
  hunkbox check --git ~/linux --rev v6.1.100 fix.mbox
  hunkbox check --git ~/linux --range v6.1..topic        each commit on its own parent
  hunkbox check --debian linux-source-6.12 fix.mbox
  hunkbox check --bisect --tree . --reverse fix.mbox     for git bisect run; ci/bisect.sh needs no patch
${EXIT_HELP}`,
    )
    .action(async (words: string[], options: CheckOptions) => {
      const exitCode = await checkCommand(words, options);
      done(options.bisect === true ? bisectCode(exitCode) : exitCode);
    });

  addBaseOptions(program.command("inspect"), true)
    .description(
      "show what a patch holds and where its hunks go; of a kernel without a patch, what of each driver runs there, what not, and why",
    )
    .argument("[patches...]", "as for check; without one, the kernel that is named is looked at")
    .addOption(configOption())
    .option("-R, --reverse", "as for check", false)
    .option("--slice", "of a kernel tree: how much of each file is compiled to run, and what was cut", false)
    .option("--imports", "of a kernel tree: the functions that it needs from outside, modelled or not", false)
    .option("--json <file>", "write it as JSON too; - for standard output, in place of the text")
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      `
Examples:
  hunkbox inspect fix.mbox                       where its hunks go
  hunkbox inspect --tree ~/linux                 what runs of this kernel
  hunkbox inspect --tree ~/linux --imports fix.mbox   which functions have no model`,
    )
    .action(async (words: string[], options: InspectOptions) => done(await inspectCommand(words, options)));

  addExplainCommand(program, done);

  program
    .command("base")
    .description("show the text that patches apply to")
    .argument("[file]", "a kernel path; without one, the files are listed")
    .option("--to <folder>", "write all files below a new folder; diff -ur OLD NEW makes a patch of two")
    .action(async (path: string | undefined, options: { to?: string }) => {
      await baseCommand(path, options.to);
      done(EXIT_CODES.pass);
    });

  addScenariosCommand(program, done);

  addBackportCommand(program, done);

  addReportOptions(
    addBaseOptions(program.command("gate"), true)
      .description(
        "judge a patch, a series or a queue for CI, by a reviewed policy, and report it in any format",
      )
      .argument(
        "[patches...]",
        "as for check: each is judged on those before it, and then all as one (default: the tool's own patch)",
      )
      .addOption(configOption())
      .option("-s, --scenario <id|file>", "only this scenario; may be given again", collect, [])
      .option(
        "--reproducer <file>",
        "a scenario of your own beside the others; may be given again",
        collect,
        [],
      )
      .option("--shard <i/n>", "run the i-th of n parts of the scenarios, for hunkbox merge; needs --out")
      .option("--out <file>", "write what was seen there, for hunkbox merge, and weigh nothing")
      .option("--workers <n>", "judge so many patches of a series or queue at once, 1 to 64 (default: 1)")
      .option("--plain", "leave out the runs that look for memory errors and undefined behaviour", false),
  )
    .addHelpText(
      "after",
      `
Formats:
${formatHelp()}

Examples:
  hunkbox gate fix.mbox
  hunkbox gate series.mbox --debian linux-source-6.1         each patch on those before it, then all as one
  hunkbox gate outgoing/ --git ~/linux                       a folder of git format-patch
  hunkbox gate queue-6.1/ --tree ~/linux-6.1                 a folder with a quilt series
  hunkbox gate --git ~/linux --range v6.1..topic
  hunkbox gate fix.mbox --accept                             write what was found into hunkbox.policy.yaml
  hunkbox gate fix.mbox -f terminal -f junit=junit.xml -f sarif=hunkbox.sarif
  hunkbox gate '<ID@HOST>' -f mail=reply.eml                 a mail by its Message-ID, through b4
  hunkbox gate fix.mbox --shard 1/4 --out part-1.json        in each of four jobs, and then:
  hunkbox merge part-*.json -f junit=junit.xml
${EXIT_HELP}
${GATE_EXIT_HELP}`,
    )
    .action(async (words: string[], options: GateOptions) => done(await gateCommand(words, options)));

  addReportOptions(
    program
      .command("merge")
      .description("put the parts of a gate together that --shard spread over jobs")
      .argument("<parts...>", "what hunkbox gate --shard i/n --out FILE wrote, all n of them"),
  )
    .addHelpText(
      "after",
      `
Formats:
${formatHelp()}

Example:
  hunkbox merge part-*.json -f terminal -f junit=junit.xml
${EXIT_HELP}
${GATE_EXIT_HELP}`,
    )
    .action((paths: string[], options: ReportOptions) => done(mergeCommand(paths, options)));

  addBaseOptions(program.command("trace"), false)
    .description("run one scenario and show both sides next to each other")
    .argument("<scenario>", "id, or a JSON file")
    .addOption(configOption())
    .option("-p, --patch <patch>", "as for check; may be given again (default: the tool's own)", collect, [])
    .option("-R, --reverse", "as for check", false)
    .option("-a, --all", "every row, those that are the same on both sides too", false)
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      `
Example:
  hunkbox trace user-map-one-page --config x86_64

Rows marked < are on the before side only, rows marked > on the after side only; they name their line of C. A line of
the patch stands there with its + or - and its hunk. Rows that are the same on both sides are left out, and counted.`,
    )
    .action(async (scenario: string, options: TraceOptions) => done(await traceCommand(scenario, options)));

  addViewCommand(program, done);

  addCacheCommand(program, done);

  return program;
}

// a reader that has seen enough (a pager, head) is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  process.stderr.write(`hunkbox: cannot write to standard output: ${error.message}\n`);
  process.exit(EXIT_CODES["tool-failed"]);
});

/** Known before the options are read: a mistyped one is no bad commit. */
const isBisecting = (): boolean => process.argv[2] === "check" && process.argv.includes("--bisect");

async function main(): Promise<void> {
  // a run that ends before its verdict, however that comes about, says nothing of a commit
  if (isBisecting()) process.exitCode = BISECT_STOPS;
  try {
    const words = process.argv.slice(2);
    if (words.length === 2 && words.includes("--version") && words.includes("--verbose")) {
      process.exitCode = await versionCommand();
      return;
    }
    if (words.length === 1 && words[0] === WORKER_WORD && process.connected) {
      queueWorker(process);
      return;
    }
    if (words.length === 1 && words[0] === "--man") {
      process.stdout.write(
        manPage(
          makeProgram(() => {}),
          version(),
        ),
      );
      return;
    }
    await makeProgram((exitCode) => {
      process.exitCode = exitCode;
    }).parseAsync();
  } catch (error) {
    let code: number;
    if (error instanceof CommanderError) {
      code = error.exitCode === 0 ? 0 : EXIT_CODES["does-not-apply"];
    } else {
      const { text, exitCode } = explainError(error);
      process.stderr.write(`${text}\n`);
      code = exitCode;
    }
    process.exitCode = isBisecting() && code !== 0 ? bisectCode(code, error) : code;
  }
}

void main();
