// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { BaseError } from "../../harness/base/base-error.ts";
import { answerAll } from "./answer-all.ts";
import { answersText } from "./answers-text.ts";
import { BadOption } from "./bad-option.ts";
import { compareResults } from "./compare-results.ts";
import type { Answer } from "./judge-change.ts";
import { keepAnswers } from "./keep-answers.ts";
import { matrixText } from "./matrix.ts";
import { configNames, type Options, subjectNames, userPath } from "./options.ts";
import { readResults } from "./results.ts";
import { tasksOf } from "./tasks-of.ts";
import { openAll, work } from "./worker.ts";

/** @returns 0 if no answer is worse than the kept ones, 1 if one is, 2 if a change cannot be judged */
async function evaluate(options: Options): Promise<number> {
  if (options.update === true && options.config.length > 0)
    throw new BadOption("--update keeps what all configurations say: leave --config out");
  if (options.again !== true) return await evaluateWith(options, null);
  const keptIn = mkdtempSync(join(tmpdir(), "hunkbox-evaluate-"));
  try {
    return await evaluateWith(options, keptIn);
  } finally {
    rmSync(keptIn, { recursive: true, force: true });
  }
}

/** @param keptIn folder for what a check keeps for the next; null to keep nothing, and to judge each change once */
async function evaluateWith(options: Options, keptIn: string | null): Promise<number> {
  const request = { names: subjectNames(options), configs: configNames(options), keptIn };
  const subjects = await openAll(request, (text) => process.stderr.write(`evaluate: ${text}\n`));
  const tasks = tasksOf(subjects, options);
  const { answers, failures } = await answerAll(fileURLToPath(import.meta.url), request, subjects, tasks);
  process.stdout.write(`${answersText(answers)}\n${matrixText(answers)}`);
  const { worse, better } = compareResults(answers, readResults());
  const list = (title: string, some: readonly Answer[]): void => {
    if (some.length === 0) return;
    process.stdout.write(`\n${title}:\n${answersText(some)}`);
  };
  list("worse than the results that are kept", worse);
  list("better than the results that are kept; --update keeps these", better);
  for (const failure of failures) process.stdout.write(`\n${failure}\n`);
  if (options.json !== undefined)
    writeFileSync(userPath(options.json), `${JSON.stringify(answers, null, 2)}\n`);
  if (failures.length > 0) return 2;
  if (options.update === true) {
    keepAnswers(subjects, answers, options.only.length === 0 && options.part === undefined);
    return 0;
  }
  return worse.length > 0 ? 1 : 0;
}

async function main(): Promise<void> {
  if (process.argv[2] === "--worker") {
    work();
    return;
  }
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  const program = new Command("npm run -s evaluate --")
    .description("judges all changes of test/fixtures/changes and says how many verdicts are right")
    .option(
      "--base <name>",
      "miniature: the tool's own miniature, without and with its reference patch",
      collect,
      [],
    )
    .option("--tree <folder>", "a kernel tree", collect, [])
    .option("--debian <package>", "Debian's kernel, fetched at need: linux-source-6.1", collect, [])
    .option("--only <name>", "one change; may be given again", collect, [])
    .option("-c, --config <name>", "one configuration of the miniature; all if none is given", collect, [])
    .option("--part <i/n>", "every n-th change, from the i-th on")
    .option(
      "--again",
      "judge each change again, twice, with what the checks before it kept: it has to be told in the same bytes",
    )
    .option("--update", "keep the answers in results.json, and write the totals in README.md anew")
    .option("--json <file>", "write all answers and what was found, as JSON")
    .action(async (options: Options) => {
      try {
        process.exitCode = await evaluate(options);
      } catch (error) {
        if (!(error instanceof BadOption || error instanceof BaseError)) throw error;
        process.stderr.write(`evaluate: ${error.message}\n`);
        process.exitCode = 2;
      }
    });
  await program.parseAsync();
}

await main();
