// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { answersText } from "./answers-text.ts";
import { compareResults } from "./compare-results.ts";
import type { Answer } from "./judge-change.ts";
import { loadChanges } from "./load-changes.ts";
import { matrixText } from "./matrix.ts";
import { readResults, resultOf, writeResults } from "./results.ts";
import { runTasks } from "./run-tasks.ts";
import type { Subject, SubjectName } from "./subject.ts";
import { writeTotals } from "./totals.ts";
import { openAll, type Request, type Task, work } from "./worker.ts";

interface Options {
  readonly tree: readonly string[];
  readonly debian: readonly string[];
  readonly base: readonly string[];
  readonly only: readonly string[];
  readonly config: readonly string[];
  readonly json?: string;
  readonly update?: boolean;
}

/** npm changes to the checkout; what the user names is relative to where the user is. */
const userPath = (path: string): string => resolve(process.env["INIT_CWD"] ?? process.cwd(), path);

function subjectNames({ tree, debian, base }: Options): SubjectName[] {
  for (const one of base) {
    if (one !== "skeleton") throw new Error(`there is no base "${one}": there is skeleton`);
  }
  const named: SubjectName[] = [
    ...base.map(() => ({ kind: "skeleton" }) as const),
    ...tree.map((dir) => ({ kind: "tree", dir: userPath(dir) }) as const),
    ...debian.map((name) => ({ kind: "debian", name }) as const),
  ];
  return named.length === 0 ? [{ kind: "skeleton" }] : named;
}

function configNames({ config }: Options): readonly ConfigName[] {
  const unknown = config.find((one) => !(CONFIGS as readonly string[]).includes(one));
  if (unknown !== undefined) throw new Error(`there is no configuration "${unknown}": ${CONFIGS.join(", ")}`);
  return config.length === 0 ? CONFIGS : CONFIGS.filter((one) => config.includes(one));
}

/** What is to be judged: each change on each subject that it is made for. */
function tasksOf(subjects: readonly Subject[], { only }: Options): Task[] {
  const changes = loadChanges().filter(({ name }) => only.length === 0 || only.includes(name));
  return subjects.flatMap(({ ground }, subject) =>
    changes.filter(({ on }) => on.includes(ground)).map(({ name }) => ({ change: name, subject })),
  );
}

/** Judges all tasks, and says on standard error how far it is. */
async function answerAll(
  request: Request,
  subjects: readonly Subject[],
  tasks: readonly Task[],
): Promise<{ answers: Answer[]; failures: string[] }> {
  const answers: Answer[] = [];
  const failures: string[] = [];
  let done = 0;
  await runTasks(fileURLToPath(import.meta.url), request, tasks, (reply) => {
    const { name } = subjects[reply.task.subject]!;
    let said = "does not apply";
    if ("failed" in reply) {
      failures.push(`${reply.task.change} on ${name}: ${reply.failed}`);
      said = "failed";
    } else if (reply.answers !== null) {
      answers.push(...reply.answers);
      said = reply.answers.map((one) => one.class).join(", ");
    }
    process.stderr.write(`evaluate: ${++done} of ${tasks.length}: ${name} ${reply.task.change}: ${said}\n`);
  });
  const rank = new Map(subjects.map(({ name }, i) => [name, i]));
  answers.sort(
    (a, b) =>
      rank.get(a.subject)! - rank.get(b.subject)! || (a.change < b.change ? -1 : a.change > b.change ? 1 : 0),
  );
  return { answers, failures };
}

/** Keeps what was answered: all of a subject, or some of its changes in place of what is kept of them. */
function keep(subjects: readonly Subject[], answers: readonly Answer[], isAll: boolean): void {
  const results = readResults();
  const date = new Date().toISOString().slice(0, 10);
  for (const { name, of } of subjects) {
    const fresh = answers.filter(({ subject }) => subject === name);
    const names = new Set(fresh.map(({ change }) => change));
    const others = (results[name]?.answers ?? []).filter(({ change }) => !isAll && !names.has(change));
    const merged = [...others, ...fresh.map(resultOf)].sort((a, b) => (a.change < b.change ? -1 : 1));
    results[name] = { of, date, answers: merged };
  }
  writeResults(results);
  writeTotals(results);
}

/** @returns 0 if no answer is worse than the kept ones, 1 if one is, 2 if a change could not be judged */
async function evaluate(options: Options): Promise<number> {
  const request = { names: subjectNames(options), configs: configNames(options) };
  const subjects = await openAll(request);
  const { answers, failures } = await answerAll(request, subjects, tasksOf(subjects, options));
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
    keep(subjects, answers, options.only.length === 0);
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
      "skeleton: the tool's own miniature, without and with its reference patch",
      collect,
      [],
    )
    .option("--tree <folder>", "a kernel tree", collect, [])
    .option("--debian <package>", "Debian's kernel, fetched at need: linux-source-6.1", collect, [])
    .option("--only <name>", "one change; may be given again", collect, [])
    .option("-c, --config <name>", "one configuration of the miniature; all if none is given", collect, [])
    .option("--update", "keep the answers in results.json, and write the totals in README.md anew")
    .option("--json <file>", "write all answers and what was found, as JSON")
    .action(async (options: Options) => {
      process.exitCode = await evaluate(options);
    });
  await program.parseAsync();
}

await main();
