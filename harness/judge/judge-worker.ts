// SPDX-License-Identifier: GPL-2.0-only
import { parentPort, workerData } from "node:worker_threads";
import { LineMap } from "../build/line-map.ts";
import { initConsole } from "../guest/console.ts";
import { judgeConfig } from "./judge-config.ts";
import type { JudgeJob, JudgeMessage, SentBuild } from "./judge-configs.ts";

/*
 * Judges one configuration in a thread of its own. What comes in and goes out is plain data.
 */
const job = workerData as JudgeJob;
const send = (message: JudgeMessage): void => parentPort?.postMessage(message);
const build = ({ lines, ...rest }: SentBuild) => ({ ...rest, lines: new LineMap(lines) });

await initConsole();
const progress = (id: string): void => send({ kind: "progress", id });
const { before, after, views, scenarios, reverse } = job;
const verdict = judgeConfig(views, build(before), build(after), scenarios, reverse, progress);
send({ kind: "done", scenarios: verdict.scenarios, findings: verdict.findings });
