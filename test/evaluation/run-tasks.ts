// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import type { Reply, Request, Task } from "./worker.ts";

/** Two keep two cores busy: one judges while the compiler of the other runs. */
const WORKERS = Math.min(2, availableParallelism());

/** A worker starts anew after so many tasks: it keeps what it has preprocessed. */
const TASKS_A_WORKER = 40;

/**
 * Lets worker processes judge tasks, in any order.
 *
 * @param script runs `work` when it is started with `--worker`
 * @param onReply called for each task
 */
export async function runTasks(
  script: string,
  request: Request,
  tasks: readonly Task[],
  onReply: (reply: Exclude<Reply, { ready: true }>) => void,
): Promise<void> {
  const left = [...tasks];
  const lanes = Array.from({ length: WORKERS }, async () => {
    while (left.length > 0) await runWorker(script, request, left, onReply);
  });
  await Promise.all(lanes);
}

function runWorker(
  script: string,
  request: Request,
  left: Task[],
  onReply: (reply: Exclude<Reply, { ready: true }>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork(script, ["--worker"]);
    let done = 0;
    let current: Task | undefined;
    const next = (): void => {
      current = done++ < TASKS_A_WORKER ? left.shift() : undefined;
      if (current !== undefined) child.send(current);
      else child.disconnect();
    };
    child.on("message", (reply: Reply) => {
      if (!("ready" in reply)) onReply(reply);
      next();
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      const failed = `the worker ended: ${signal ?? `exit code ${code}`}`;
      // one that never got to a task would not do so the next time
      if (done === 0) reject(new Error(failed));
      if (current !== undefined) onReply({ task: current, failed });
      resolve();
    });
    child.send({ open: request });
  });
}
