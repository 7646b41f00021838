// SPDX-License-Identifier: GPL-2.0-only
import { Cache } from "../../harness/compile/cache/cache.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { KeptJudgements } from "../../harness/judge/kept-judgements.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { type Answer, judgeChange } from "./judge-change.ts";
import { loadChanges } from "./load-changes.ts";
import { openSubjects, type Subject, type SubjectName } from "./subject.ts";

/** What to judge on. */
export interface Request {
  readonly names: readonly SubjectName[];
  readonly configs: readonly ConfigName[];
  /** Folder of what a check keeps for the next, if each is to be made again with it. */
  readonly keptIn: string | null;
}

/** A change to judge: by name, and the number of its subject. */
export interface Task {
  readonly change: string;
  readonly subject: number;
}

/** What a worker sends back: first that it is ready, then one a task. */
export type Reply =
  | { readonly ready: true }
  | { readonly task: Task; readonly answers: readonly Answer[] | null }
  | { readonly task: Task; readonly failed: string };

/** The process that judges: it is told the subjects once, then one task after the other. */
export function work(): void {
  const changes = new Map(loadChanges().map((change) => [change.name, change]));
  let subjects: Promise<readonly Subject[]>;
  let kept: KeptJudgements | null = null;
  const send = (reply: Reply): void => void process.send?.(reply);
  process.on("message", async (message: { readonly open: Request } | Task) => {
    if ("open" in message) {
      const { keptIn } = message.open;
      subjects = openAll(message.open, () => {});
      if (keptIn !== null) kept = new KeptJudgements(new Cache(keptIn), "evaluate");
      await Promise.all([subjects, initConsole()]);
      send({ ready: true });
      return;
    }
    try {
      const subject = (await subjects)[message.subject]!;
      send({ task: message, answers: await judgeChange(changes.get(message.change)!, subject, kept) });
    } catch (error) {
      const failed = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send({ task: message, failed });
    }
  });
}

/** @returns all subjects, in an order that every process agrees on */
export async function openAll(
  { names, configs }: Request,
  tell: (text: string) => void,
): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const name of names) subjects.push(...(await openSubjects(name, tell)));
  return subjects.map((one) => ({ ...one, configs: one.configs.filter((name) => configs.includes(name)) }));
}
