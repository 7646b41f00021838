// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measureProcesses } from "./processes.ts";
import { median } from "./row.ts";
import { measureCycles } from "./scenario-cycles.ts";
import { table } from "./table.ts";
import { measureTree } from "./trees.ts";

const USAGE = "usage: make bench ARGS='[--runs N] [--tree KERNEL-TREE] [--json FILE]'";

const { runs, tree, json } = readOptions();

const busy = loadavg()[0] ?? 0;
const cores = availableParallelism();
if (busy > cores / 2)
  console.error(`bench: this machine is busy (load ${busy.toFixed(1)}): expect slow, scattered figures`);

const rows = [
  ...(await measureProcesses(runs)),
  ...(tree === undefined ? [] : measureTree(tree, runs)),
  ...(await measureCycles(runs)),
];
console.log(table(rows));
if (json !== undefined) {
  const machine = { node: process.version, platform: `${process.platform}-${process.arch}`, cores };
  const figures = rows.map((row) => ({ ...row, median: median(row.values) }));
  writeFileSync(json, `${JSON.stringify({ machine, rows: figures }, null, 2)}\n`);
}

function readOptions(): { runs: number; tree: string | undefined; json: string | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: "string", default: "5" },
        tree: { type: "string" },
        json: { type: "string" },
      },
    });
    const runs = Number(values.runs);
    if (Number.isInteger(runs) && runs > 0) return { runs, tree: values.tree, json: values.json };
    console.error(`--runs ${values.runs}: not a number of runs`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error(USAGE);
  process.exit(2);
}
