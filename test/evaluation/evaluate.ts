// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { answersText } from "./answers-text.ts";
import type { Answer } from "./judge-change.ts";
import { loadChanges } from "./load-changes.ts";
import { matrixText } from "./matrix.ts";
import { runTasks } from "./run-tasks.ts";
import type { SubjectName } from "./subject.ts";
import { openAll, type Task, work } from "./worker.ts";

interface Options {
  readonly tree: readonly string[];
  readonly debian: readonly string[];
  readonly base: readonly string[];
  readonly only: readonly string[];
  readonly json?: string;
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

async function evaluate(options: Options): Promise<number> {
  const names = subjectNames(options);
  const subjects = await openAll(names);
  const wanted = (name: string): boolean =>
    options.only.length === 0 || options.only.some((one) => name === one);
  const changes = loadChanges().filter(({ name }) => wanted(name));
  const tasks: Task[] = subjects.flatMap(({ ground }, subject) =>
    changes.filter(({ on }) => on.includes(ground)).map(({ name }) => ({ change: name, subject })),
  );
  const answers: Answer[] = [];
  const failures: string[] = [];
  let done = 0;
  await runTasks(fileURLToPath(import.meta.url), names, tasks, (reply) => {
    done++;
    const { name } = subjects[reply.task.subject]!;
    let said = "does not apply";
    if ("failed" in reply) {
      failures.push(`${reply.task.change} on ${name}: ${reply.failed}`);
      said = "FAILED";
    } else if (reply.answers !== null) {
      answers.push(...reply.answers);
      said = reply.answers.map((one) => one.class).join(", ");
    }
    process.stderr.write(`evaluate: ${done} of ${tasks.length}: ${name} ${reply.task.change}: ${said}\n`);
  });
  const order = new Map(subjects.map(({ name }, i) => [name, i]));
  answers.sort(
    (a, b) =>
      order.get(a.subject)! - order.get(b.subject)! ||
      (a.change < b.change ? -1 : a.change > b.change ? 1 : 0),
  );
  process.stdout.write(`${answersText(answers)}\n${matrixText(answers)}`);
  for (const failure of failures) process.stdout.write(`\n${failure}\n`);
  if (options.json !== undefined)
    writeFileSync(userPath(options.json), `${JSON.stringify(answers, null, 2)}\n`);
  return failures.length > 0 || answers.some((one) => one.class !== "right") ? 1 : 0;
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
    .option("--json <file>", "write all answers and what was found, as JSON")
    .action(async (options: Options) => {
      process.exitCode = await evaluate(options);
    });
  await program.parseAsync();
}

await main();
