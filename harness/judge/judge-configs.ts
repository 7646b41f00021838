// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Views } from "../base/make-views.ts";
import type { Build } from "../build/build-side.ts";
import { ScenarioError } from "../scenario/scenario-error.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { type ConfigVerdict, judgeConfig } from "./judge-config.ts";

/** A build as it goes to another thread. */
export type SentBuild = Omit<Build, "lines"> & { readonly lines: string };

/** All that judging one configuration needs, as plain data. */
export interface JudgeJob {
  readonly views: Views;
  readonly before: SentBuild;
  readonly after: SentBuild;
  readonly scenarios: readonly Scenario[];
  readonly reverse: boolean;
}

/** What a worker says. */
export type JudgeMessage =
  | { readonly kind: "progress"; readonly id: string }
  | ({ readonly kind: "done" } & Pick<ConfigVerdict, "scenarios" | "findings">);

/** Before and after of one configuration. */
export type BuildPair = readonly [Build, Build];

/** Scenarios below which a thread takes longer to start than to work. */
const WORTH_A_THREAD = 20;

/** Stands beside the bundled command; run from source, as tests do, all is judged on this thread. */
const WORKER = new URL("./judge-worker.js", import.meta.url);

/**
 * Judges configurations, the first on this thread and each other one that has something to run on a thread of its own
 * where there are processors for it. The result does not depend on that.
 *
 * @throws what judgeConfig throws
 */
export async function judgeConfigs(
  views: Views,
  pairs: readonly BuildPair[],
  scenarios: readonly Scenario[],
  reverse: boolean,
  progress: (text: string) => void,
): Promise<ConfigVerdict[]> {
  const here = ([before, after]: BuildPair): ConfigVerdict =>
    judgeConfig(views, before, after, scenarios, reverse, (id) => progress(`${before.config}: ${id}`));
  const runnable = pairs.filter((pair) => pair.every(({ module }) => module !== null));
  const threads = scenarios.length >= WORTH_A_THREAD && existsSync(WORKER) ? availableParallelism() - 1 : 0;
  const started = new Map(
    runnable
      .slice(1, 1 + threads)
      .map((pair) => [pair, inThread({ views, ...sent(pair), scenarios, reverse }, pair, progress)]),
  );
  // a failure on this thread must not leave the others' results without anybody who waits for them
  for (const result of started.values()) result.catch(() => {});
  return await Promise.all(pairs.map((pair) => started.get(pair) ?? here(pair)));
}

const sent = ([before, after]: BuildPair): Pick<JudgeJob, "before" | "after"> => {
  const plain = ({ lines, ...rest }: Build): SentBuild => ({ ...rest, lines: lines.text });
  return { before: plain(before), after: plain(after) };
};

function inThread(
  job: JudgeJob,
  [before, after]: BuildPair,
  progress: (text: string) => void,
): Promise<ConfigVerdict> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: job });
    worker.on("message", (message: JudgeMessage) => {
      if (message.kind === "progress") progress(`${before.config}: ${message.id}`);
      else {
        const { scenarios, findings } = message;
        resolve({ config: before.config, before, after, scenarios, findings });
      }
    });
    worker.on("error", (error: Error & { where?: string }) => {
      // an error loses its class on the way between threads
      const isScenario = error.name === "ScenarioError" && error.where !== undefined;
      reject(isScenario ? new ScenarioError(error.where!, error.message) : error);
    });
    worker.on("exit", (code) => {
      if (code !== 0) reject(new Error(`a judging thread ended with code ${code}`));
    });
  });
}
