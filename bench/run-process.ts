// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** At its end, a Node process says on descriptor 3 how much memory it had at most; the programs it runs do not count. */
const REPORT = `import { writeSync } from "node:fs";
process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`;

/** Runs Node, and throws if it ends with a code that is not among `codes`. @returns milliseconds */
export function timeOf(
  args: readonly string[],
  env: Record<string, string>,
  codes: readonly number[],
): number {
  const start = performance.now();
  run(args, env, codes);
  return performance.now() - start;
}

/** The same, and @returns megabytes of memory at the highest */
export function memoryOf(
  args: readonly string[],
  env: Record<string, string>,
  codes: readonly number[],
): number {
  const preload = `data:text/javascript,${encodeURIComponent(REPORT)}`;
  return Number(run(["--import", preload, ...args], env, codes)) / 1024;
}

function run(args: readonly string[], env: Record<string, string>, codes: readonly number[]): string {
  const done = spawnSync(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (done.error !== undefined) throw done.error;
  if (done.status === null || !codes.includes(done.status)) {
    throw new Error(`node ${args.join(" ")} ended with ${done.status ?? done.signal}: ${done.stderr.trim()}`);
  }
  return done.output[3] ?? "";
}
