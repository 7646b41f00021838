// SPDX-License-Identifier: GPL-2.0-only
import { parentPort, workerData } from "node:worker_threads";
import { CoverageMap } from "./coverage-map.ts";
import { FuzzLoop } from "./fuzz-loop.ts";
import { COUNTERS } from "./instrument.ts";
import type { Message, Task } from "./message.ts";
import { minimalCorpus } from "./minimal-corpus.ts";
import type { Target } from "./target.ts";

const task = workerData as Task;
const say = (message: Message): void => parentPort?.postMessage(message);

// to collect a stack costs more than most parsers do
Error.stackTraceLimit = 4;

// an await that nobody waits for fails whatever is tried next
process.on("unhandledRejection", (error) => {
  throw error;
});

const counters = new Uint8Array((task.counters + 3) & ~3);
Object.assign(globalThis, { [COUNTERS]: counters });
const { target } = (await import(task.module)) as { target: Target };
const coverage = new CoverageMap(counters);
const state = new Int32Array(task.shared, 0, 2);
const last = Buffer.from(task.shared, 8);
const begins = (input: string): void => {
  state[1] = last.write(input, "latin1");
  state[0]!++;
};
const found: string[] = [];
const loop = new FuzzLoop({
  ...task,
  target,
  coverage,
  begins,
  found: (finding) => say({ kind: "finding", finding }),
  kept: (input) => {
    if (task.minimise) found.push(input);
  },
});
await loop.run();
if (task.minimise)
  for (const input of await minimalCorpus(target, coverage, task.corpus, found, begins))
    say({ kind: "kept", input });
say({ kind: "done", runs: loop.done, ways: coverage.ways });
