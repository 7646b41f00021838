// SPDX-License-Identifier: GPL-2.0-only
import { type Command, Option } from "commander";
import type { SideName } from "../../base/make-views.ts";
import { namesLike } from "../../base/names-like.ts";
import type { GatePatch, Seen } from "../../gate/gate-report.ts";
import { patchOfCheck } from "../../gate/patch-of-check.ts";
import type { CheckResult } from "../../judge/check-patch.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import type { CheckedTexts } from "../../report/explain/checked-texts.ts";
import { WORD_KINDS } from "../../report/explain/explained-words.ts";
import { findWord } from "../../report/explain/find-word.ts";
import { problemReport } from "../../report/explain/problem-report.ts";
import { wordList } from "../../report/explain/word-list.ts";
import { wordReport } from "../../report/explain/word-report.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { chooseConfigs, chooseScenarios, loadInputs } from "../inputs/load-inputs.ts";
import { addBaseOptions } from "../options/base-options.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { checkCommands } from "../output/check-commands.ts";
import { screenOf } from "../output/screen-of.ts";
import { checkSeries } from "./check-series.ts";

const HELP = `
Examples:
  hunkbox explain                    lists all that can be explained
  hunkbox explain 1                  problem 1 of a check of the tool's own patch
  hunkbox explain 3 fix.mbox --tree ~/linux -c x86_64      as that check was made
  hunkbox explain memory-leak        what a rule means, what is done about it
  hunkbox explain not-exercised      a verdict, a reason, a word of a report

Exit codes:
  0  explained, whatever the verdict of the check is
  2  bad input: no such problem or word, or what check ends with 2 for
  5  the tool failed`;

/** Adds `hunkbox explain` to the program. */
export function addExplainCommand(program: Command, done: (exitCode: number) => void): void {
  const collect = (value: string, all: string[]): string[] => [...all, value];
  addBaseOptions(program.command("explain"), false)
    .description("tell all of one problem of a check, or what a word of a report means")
    .argument("[what]", "number of a problem, or a rule, class, verdict or other word (default: lists them)")
    .argument("[patches...]", "of a problem: as for check")
    .addOption(new Option("-c, --config <name>", "as for check").argParser(collect).default([]))
    .option("-s, --scenario <id|file>", "as for check", collect, [])
    .option("-R, --reverse", "as for check", false)
    .option("--plain", "as for check", false)
    .option("--all", "name every run of a problem, not the first dozen", false)
    .option("--no-color", "no colours")
    .addHelpText("after", HELP)
    .action(async (what: string | undefined, patches: string[], options: CheckOptions) => {
      process.stdout.write(await explained(what, patches, options));
      done(EXIT_CODES.pass);
    });
}

async function explained(
  what: string | undefined,
  words: readonly string[],
  options: CheckOptions,
): Promise<string> {
  const screen = screenOf(options.color);
  if (what === undefined) return wordList(screen);
  if (/^\d+$/.test(what)) return await explainedProblem(what, words, options);
  const word = findWord(what);
  if (word === null) throw noSuchWord(what);
  if (words.length > 0)
    throw new BadInput(
      `${word.word} is explained without a patch`,
      "hunkbox explain N PATCH tells of problem N of a check",
    );
  return wordReport(word, screen);
}

function noSuchWord(typed: string): BadInput {
  const names = WORD_KINDS.flatMap(({ words }) => words.map(({ word }) => word));
  const near = namesLike(typed, names, 3);
  const hint = near.length > 0 ? `perhaps ${near.join(", ")}; ` : "";
  return new BadInput(
    `"${typed}" is no word that can be explained`,
    `${hint}hunkbox explain lists all words`,
  );
}

async function explainedProblem(
  number: string,
  words: readonly string[],
  options: CheckOptions,
): Promise<string> {
  chooseConfigs(options.config);
  chooseScenarios(options.scenario);
  const { reverse } = options;
  const { series, base } = await loadInputs(words, options, reverse);
  const result = await checkSeries({ series, base }, options, false);
  const patch = patchOfCheck(result, series, { reverse, configsChosen: options.config.length > 0 });
  const commands = checkCommands(words, options);
  const problem = patch.problems.find((one) => `${one.number}` === number);
  if (problem === undefined) throw noSuchProblem(number, patch);
  return problemReport(
    problem,
    patch.findings,
    textsOf(result, patch, options.all ? Number.POSITIVE_INFINITY : MOST_RUNS),
    screenOf(options.color),
    commands.trace(problem.example),
  );
}

function noSuchProblem(number: string, { problems, line }: GatePatch): BadInput {
  if (problems.length === 0)
    return new BadInput(`there is no problem ${number}: this check found none`, `it says: ${line}`);
  const there = problems.length === 1 ? "this check found one" : `this check found ${problems.length}`;
  return new BadInput(
    `there is no problem ${number}: ${there}`,
    "hunkbox check, with the same options, lists them",
  );
}

/** Runs that are named of those of one kind: who wants all asks for them. */
const MOST_RUNS = 12;

function textsOf({ views, configs }: CheckResult, { hunks }: GatePatch, mostRuns: number): CheckedTexts {
  const faults = new Set(
    configs.flatMap(({ config, scenarios }) =>
      scenarios.flatMap(({ id, hasFault }) => (hasFault === true ? [`${config} ${id}`] : [])),
    ),
  );
  return {
    hunks,
    mostRuns,
    read: (side: SideName, file: string) => views[side].read(file),
    hasFault: ({ config, scenario }: Seen) => faults.has(`${config} ${scenario}`),
  };
}
