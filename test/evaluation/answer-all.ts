// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./judge-change.ts";
import { runTasks } from "./run-tasks.ts";
import type { Subject } from "./subject.ts";
import type { Request, Task } from "./worker.ts";

/**
 * Judges all tasks, and says on standard error how far it is.
 *
 * @param script that a worker runs
 * @returns the answers in the order of subjects and names, and what went wrong with a task
 */
export async function answerAll(
  script: string,
  request: Request,
  subjects: readonly Subject[],
  tasks: readonly Task[],
): Promise<{ readonly answers: readonly Answer[]; readonly failures: readonly string[] }> {
  const answers: Answer[] = [];
  const failures: string[] = [];
  let done = 0;
  await runTasks(script, request, tasks, (reply) => {
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
