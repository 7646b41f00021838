// SPDX-License-Identifier: GPL-2.0-only
import { Worker } from "node:worker_threads";
import { cpuTime } from "./cpu-time.ts";
import type { Finding } from "./fuzz-loop.ts";
import { type Message, ROOM, type Task } from "./message.ts";

/** A main thread has about as much stack, in MiB; and this much memory is enough for any input of 64 KiB. */
const LIMITS = { stackSizeMb: 1, maxOldGenerationSizeMb: 768 };

/** An input that is not done with after so much work has no end. In milliseconds, which a busy machine does not use up. */
const HANGS = 60_000;

/** What came of fuzzing a target. */
export interface Fuzzed {
  readonly runs: number;
  /** Ways of the target that were taken. */
  readonly ways: number;
  readonly findings: readonly Finding[];
  /** Inputs that take ways which no given one takes, if they were asked for. */
  readonly kept: readonly string[];
}

/** Runs a task in a thread of its own, which is ended if an input has no end, or takes all memory. */
export async function supervise(worker: URL, task: Omit<Task, "shared">): Promise<Fuzzed> {
  const shared = new SharedArrayBuffer(ROOM + 8);
  const state = new Int32Array(shared, 0, 2);
  const lastInput = (): string => Buffer.from(shared, 8, state[1]!).toString("latin1");
  const findings: Finding[] = [];
  const kept: string[] = [];
  let [runs, ways] = [0, 0];
  const thread = new Worker(worker, { workerData: { ...task, shared }, resourceLimits: LIMITS });
  const failed = (place: string, what: string): void => {
    findings.push({ kind: "failed", place, what, input: lastInput() });
  };
  let before = -1;
  let since = cpuTime();
  const watch = setInterval(() => {
    const now = cpuTime();
    if (state[0] !== before) [before, since] = [state[0]!, now];
    else if (now - since > HANGS) {
      failed("hang", `has no end: stopped after ${HANGS / 1000} s of work`);
      clearInterval(watch);
      void thread.terminate();
    }
  }, 1000);
  thread.on("message", (message: Message) => {
    if (message.kind === "finding") findings.push(message.finding);
    else if (message.kind === "kept") kept.push(message.input);
    else ({ runs, ways } = message);
  });
  await new Promise<void>((resolve) => {
    thread.on("error", (error) => failed("thread", `ends the thread: ${error.stack ?? error.message}`));
    thread.on("exit", () => resolve());
  });
  clearInterval(watch);
  return { runs: runs || Math.max(0, state[0]!), ways, findings, kept };
}
