// SPDX-License-Identifier: GPL-2.0-only
import { dirname, join } from "node:path";
import { openCache } from "../../compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../compile/flavour.ts";
import type { QueueJudgement } from "../../gate/judgement.ts";
import { writeJudgement } from "../../gate/parse-judgement.ts";
import type { Policy } from "../../gate/policy/policy.ts";
import { PolicyError } from "../../gate/policy/policy-error.ts";
import { judgeQueue } from "../../gate/queue/judge-queue.ts";
import { queueData } from "../../gate/queue/queue-data.ts";
import type { QueueRequest } from "../../gate/queue/queue-request.ts";
import { initConsole } from "../../guest/console.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import { NoPatchError } from "../../patch/no-patch-error.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { chooseConfigs, chooseScenarios, readScenario } from "../inputs/load-inputs.ts";
import { loadPolicy, POLICY_FILE } from "../inputs/load-policy.ts";
import { loadQueue } from "../inputs/load-queue.ts";
import { type ChosenFormat, chooseFormats } from "../options/choose-formats.ts";
import { chooseShard, type Shard } from "../options/choose-shard.ts";
import { chooseWorkers } from "../options/choose-workers.ts";
import type { GateOptions } from "../options/gate-options.ts";
import { checkWritable } from "../output/check-writable.ts";
import { gateLine } from "../output/gate-line.ts";
import { openKept } from "../output/open-kept.ts";
import { portableLine } from "../output/portable-line.ts";
import { Progress } from "../output/progress.ts";
import { tell } from "../output/tell.ts";
import { writeReport } from "../output/write-report.ts";
import { version } from "../version.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import { chooseDay, finishGate } from "./finish-gate.ts";

/** @returns the exit code of the verdict; of a part, 0 once it is written */
export async function gateCommand(words: readonly string[], options: GateOptions): Promise<number> {
  // what goes wrong with it is told where it is awaited
  initConsole().catch(() => {});
  const formats = chooseFormats(options.format);
  const shard = chooseShard(options.shard);
  checkParts(options);
  chooseDay(options.today);
  for (const { path: file } of formats) checkWritable(file, "choose another file with --format");
  if (options.accept) checkWritable(options.policy || POLICY_FILE, "choose another file with --policy");
  if (options.out !== undefined) checkWritable(options.out, "choose another file with --out");
  const policy = loadPolicy(options);
  let judgement: QueueJudgement;
  try {
    judgement = await judge(words, options, policy, shard, formats);
  } catch (error) {
    // b4 also hands over cover letters: there is nothing to say of them
    if (!(error instanceof NoPatchError) || formats.some(({ format }) => format.name !== "b4")) throw error;
    for (const one of formats) writeReport(one.path, "[]\n");
    return EXIT_CODES.pass;
  }
  if (options.out === undefined) return finishGate(judgement, policy, formats, options);
  writeReport(options.out, writeJudgement(judgement), "choose another file with --out");
  tell(`part ${shard.index}/${shard.of} is in ${options.out}; hunkbox merge tells what all parts found`);
  return EXIT_CODES.pass;
}

/** A part says nothing by itself: what it is weighed by and how it is told, is for `merge`. */
function checkParts({ shard, out, format, accept }: GateOptions): void {
  if (shard !== undefined && out === undefined)
    throw new BadInput("--shard needs --out", "hunkbox merge puts together what the parts write there");
  if (out === undefined) return;
  if (out === "" || out === "-") throw new BadInput("--out needs a file", "give --out part.json");
  if (format.length > 0)
    throw new BadInput("--out and --format exclude each other", "give --format to hunkbox merge");
  if (accept) throw new BadInput("--out and --accept exclude each other", "give --accept to hunkbox merge");
}

async function judge(
  words: readonly string[],
  options: GateOptions,
  policy: Policy,
  shard: Shard,
  formats: readonly ChosenFormat[],
): Promise<QueueJudgement> {
  const workers = chooseWorkers(options.workers);
  const names = options.config.length > 0 ? options.config : (policy.configs ?? []);
  const configs = chooseConfigs(names);
  const scenarios = gateScenarios(options, policy);
  const { name, cover, items, base } = await loadQueue(words, options);
  const progress = new Progress();
  try {
    const cache = openCache();
    const request: QueueRequest = {
      ...{ base, items, cover, input: name, command: gateLine(words, options), version: version(), shard },
      portableCommand: portableLine(options, items.length),
      ...{ configs, configsChosen: names.length > 0, scenarios, flavours: options.plain ? [] : INSTRUMENTED },
      ...{ scenariosChosen: options.scenario.length > 0, hasPolicy: policy.path !== null },
      costs: options.scenario.length === 0,
      traces: options.out !== undefined || formats.some(({ format }) => format.needsTraces),
      ...{ cache, progress: progress.update, kept: openKept(cache) },
    };
    if (workers === 1 || items.length === 1) return await judgeQueue(request);
    const queue = { kind: "open", data: queueData(request), options } as const;
    progress.update(`judging ${items.length} patches, ${workers} at once`);
    const pool = new WorkerPool(workers, queue, progress.update);
    try {
      return await judgeQueue(request, pool.judgeAt, workers);
    } finally {
      pool.close();
    }
  } finally {
    progress.done();
  }
}

/** The catalogue, or what is asked for; and the repository's own scenarios. */
function gateScenarios({ scenario, reproducer }: GateOptions, policy: Policy): Scenario[] {
  const beside = scenario.length > 0 ? [] : policyScenarios(policy);
  const own = reproducer.length === 0 ? [] : chooseScenarios(reproducer);
  const all = [...chooseScenarios(scenario), ...beside, ...own];
  const twice = all.find(({ id }, i) => all.slice(0, i).some((one) => one.id === id));
  if (twice !== undefined)
    throw new BadInput(`there are two scenarios "${twice.id}"`, "give each an id of its own");
  return all;
}

/** What the policy names, relative to its file; an error names the entry. */
function policyScenarios({ path, scenarios }: Policy): Scenario[] {
  if (path === null) return [];
  return scenarios.map(({ file, line }, i) => {
    try {
      return readScenario(join(dirname(path), file));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      throw new PolicyError(path, line, `scenarios[${i + 1}]: ${error.message}`);
    }
  });
}
