// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, fork } from "node:child_process";
import { ToolError } from "../../compile/toolchain/tool-error.ts";
import type { JudgeAt, JudgedPatch } from "../../gate/queue/judged-patch.ts";
import { type FromWorker, type OpenQueue, type ToWorker, WORKER_WORD } from "./messages.ts";
import { WorkerError } from "./worker-error.ts";

/** Times that a patch is given to a worker before it is held to be what ends them. */
const MOST_TRIES = 3;

/** Characters of what a worker wrote last that are kept, to be told if it dies. */
const LAST_WORDS = 2000;

interface Job {
  readonly number: number;
  readonly good: readonly number[];
  readonly done: (judged: JudgedPatch) => void;
  readonly failed: (error: Error) => void;
  tries: number;
}

interface Worker {
  readonly process: ChildProcess;
  job: Job | null;
  lastWords: string;
}

/**
 * Processes that judge patches of one queue, each with the same command. One that dies loses nothing: what it was at is given to
 * a new one.
 */
export class WorkerPool {
  readonly #count: number;
  readonly #queue: OpenQueue;
  readonly #progress: (text: string, detail?: string) => void;
  readonly #workers = new Set<Worker>();
  readonly #waiting: Job[] = [];
  #isClosed = false;

  /**
   * @param count processes at most
   * @param progress told what any of them is at
   */
  constructor(count: number, queue: OpenQueue, progress: (text: string, detail?: string) => void) {
    this.#count = count;
    this.#queue = queue;
    this.#progress = progress;
  }

  /** As JudgeAt, by whichever process is free. @throws WorkerError with what the process says, ToolError if it dies again and again */
  readonly judgeAt: JudgeAt = (number, good) =>
    new Promise((done, failed) => {
      this.#waiting.push({ number, good, done, failed, tries: 0 });
      this.#handOut();
    });

  /** Ends all processes, whatever they are at. */
  close(): void {
    this.#isClosed = true;
    for (const { process } of this.#workers) process.kill("SIGKILL");
  }

  #handOut(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const free = [...this.#workers].find(({ job }) => job === null) ?? this.#start();
      if (free === null) return;
      const job = this.#waiting.shift()!;
      job.tries++;
      free.job = job;
      send(free, { kind: "judge", number: job.number, good: job.good });
    }
  }

  #start(): Worker | null {
    if (this.#workers.size >= this.#count) return null;
    const child = fork(process.argv[1]!, [WORKER_WORD], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const worker: Worker = { process: child, job: null, lastWords: "" };
    this.#workers.add(worker);
    child.on("message", (message: FromWorker) => this.#hear(worker, message));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      worker.lastWords = (worker.lastWords + text).slice(-LAST_WORDS);
    });
    // where it cannot be started at all there is no exit
    child.on("error", () => this.#bury(worker, "cannot be started"));
    child.on("exit", (code, signal) => this.#bury(worker, signal ?? `exit code ${code}`));
    send(worker, this.#queue);
    return worker;
  }

  #hear(worker: Worker, message: FromWorker): void {
    if (message.kind === "progress") {
      this.#progress(message.text, message.detail);
      return;
    }
    const { job } = worker;
    worker.job = null;
    if (job !== null) {
      if (message.kind === "judged") job.done(message.judged);
      else job.failed(new WorkerError(message.why));
    }
    this.#handOut();
  }

  #bury(worker: Worker, how: string): void {
    if (!this.#workers.delete(worker) || this.#isClosed) return;
    const { job } = worker;
    if (job !== null && job.tries < MOST_TRIES) this.#waiting.unshift(job);
    else job?.failed(deathOf(job, how, worker.lastWords));
    this.#handOut();
  }
}

function deathOf({ number, tries }: Job, how: string, lastWords: string): ToolError {
  const what = number === 0 ? "the series" : `patch ${number}`;
  const said = lastWords.trim().split("\n").at(-1) ?? "";
  return new ToolError(
    `the process that judged ${what} ended ${tries} times (${how})${said === "" ? "" : `: ${said}`}`,
    "is there enough memory? --workers 1 judges in this process",
  );
}

/** A process that is gone is heard of elsewhere. */
const send = ({ process }: Worker, message: ToWorker): void => {
  process.send(message, () => {});
};
