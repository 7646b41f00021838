// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { type Member, sessionOf } from "./session-of.ts";

/** What one run of a command was seen to do. */
export interface Run {
  /** Null if it was ended from outside. */
  readonly code: number | null;
  readonly seconds: number;
  /** Most of what its processes held at a time, in MiB of resident memory. */
  readonly megabytes: number;
  /** Seconds of processors, up to the last look: what a busy machine does not change. */
  readonly cpu: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Names of processes that it left behind. */
  readonly left: readonly string[];
}

/** How often memory is looked at, in milliseconds. */
const EVERY = 50;

/** Bytes of its output that are kept; more break a rule anyway. */
const KEPT = 64 << 20;

/** How a command is run. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** After so many seconds it is ended. */
  readonly limit: number;
}

/** Runs a program in a session of its own, by which all that it starts is known, and watches it. */
export async function runCommand(args: readonly string[], { cwd, env, limit }: RunOptions): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const session = child.pid ?? 0;
  const most = { megabytes: 0, cpu: 0 };
  const look = setInterval(() => {
    const members = sessionOf(session);
    for (const what of ["megabytes", "cpu"] as const)
      most[what] = Math.max(
        most[what],
        members.reduce((sum, one) => sum + one[what], 0),
      );
  }, EVERY);
  const timer = setTimeout(() => endSession(session), limit * 1000);
  const texts = keepOutput(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(look);
  clearTimeout(timer);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const left = endSession(session).map(({ name }) => name);
  return { code, seconds, ...most, stdout: texts.stdout(), stderr: texts.stderr(), left };
}

/** Ends what is left of a session. @returns what was */
function endSession(session: number): Member[] {
  const members = sessionOf(session);
  for (const { pid } of members) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it ended meanwhile
    }
  }
  return members;
}

function keepOutput(child: ChildProcess): Record<"stdout" | "stderr", () => string> {
  const keep = (name: "stdout" | "stderr"): (() => string) => {
    const chunks: Buffer[] = [];
    let size = 0;
    child[name]?.on("data", (chunk: Buffer) => {
      if (size < KEPT) chunks.push(chunk);
      size += chunk.length;
    });
    return () => Buffer.concat(chunks).toString("utf8");
  };
  return { stdout: keep("stdout"), stderr: keep("stderr") };
}
