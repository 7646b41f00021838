// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn } from "node:child_process";

/** How one program of a pipeline ended. */
export interface PipelineEnd {
  readonly program: string;
  readonly code: number | null;
  readonly stderr: string;
  /** There is no such program. */
  readonly missing: boolean;
}

/**
 * Runs programs one into the next, without a shell. The last one's output goes nowhere.
 *
 * @returns how each ended
 */
export async function runPipeline(
  commands: readonly (readonly [string, ...string[]])[],
): Promise<PipelineEnd[]> {
  const children: ChildProcess[] = [];
  const ends = commands.map(([program, ...args], i) => {
    const last = i === commands.length - 1;
    const from = children.at(-1)?.stdout ?? "ignore";
    const env = { ...process.env, LC_ALL: "C" };
    const child = spawn(program, args, { cwd: "/", env, stdio: [from, last ? "ignore" : "pipe", "pipe"] });
    // the next one has it now; were it open here too, this one would not notice when the next one ends
    if (from !== "ignore") from.destroy();
    children.push(child);
    return endOf(program, child);
  });
  return await Promise.all(ends);
}

function endOf(program: string, child: ChildProcess): Promise<PipelineEnd> {
  return new Promise((resolve) => {
    let stderr = "";
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (text: string) => {
      if (stderr.length < 100_000) stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      resolve({ program, code: null, stderr: error.message, missing: error.code === "ENOENT" });
    });
    child.on("exit", (code) => {
      const done = (): void => resolve({ program, code, stderr, missing: false });
      if (child.stderr === null || child.stderr.readableEnded) done();
      else child.stderr.once("close", done);
    });
  });
}
