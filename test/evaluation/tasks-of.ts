// SPDX-License-Identifier: GPL-2.0-only
import { BadOption } from "./bad-option.ts";
import { loadChanges } from "./load-changes.ts";
import type { Options } from "./options.ts";
import type { Subject } from "./subject.ts";
import type { Task } from "./worker.ts";

/** What is to be judged: each change on each subject that it is made for, or every n-th of them. */
export function tasksOf(
  subjects: readonly Pick<Subject, "ground">[],
  { only, part }: Pick<Options, "only" | "part">,
): Task[] {
  const all = loadChanges();
  const unknown = only.find((one) => !all.some(({ name }) => name === one));
  if (unknown !== undefined) throw new BadOption(`there is no change "${unknown}" in test/fixtures/changes`);
  const changes = all.filter(({ name }) => only.length === 0 || only.includes(name));
  const tasks = subjects.flatMap(({ ground }, subject) =>
    changes.filter(({ on }) => on.includes(ground)).map(({ name }) => ({ change: name, subject })),
  );
  const [, number, count] = /^([1-9]\d?)\/([1-9]\d?)$/.exec(part ?? "1/1") ?? [];
  if (number === undefined || Number(number) > Number(count))
    throw new BadOption(`"${part}" is no part: 2/3 is the second third`);
  return tasks.filter((_, i) => i % Number(count) === Number(number) - 1);
}
