// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from "node:child_process";

/** How a program ended; `code` is null when a signal ended it. */
export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What may be chosen. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Takes the output as it comes; `stdout` is empty then. */
  readonly onData?: (chunk: Buffer) => void;
  /** Ends it, and all that it started: it gets a process group of its own. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program without a shell.
 *
 * @returns null if there is no such program
 * @throws Error if it cannot be started for another reason, or `onData` throws
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramRun | null> {
  return new Promise((resolve, reject) => {
    const env = { ...(options.env ?? process.env), LC_ALL: "C" };
    const { signal } = options;
    const detached = signal !== undefined;
    const child = spawn(program, [...args], { cwd: options.cwd ?? "/", env, stdio: "pipe", detached });
    const end = (): void => {
      // without a pid it never ran, and zero would be this very group
      if (child.pid !== undefined && child.pid > 1) killGroup(child.pid);
    };
    signal?.addEventListener("abort", end, { once: true });
    const chunks: Buffer[] = [];
    let stderr = "";
    let failure: unknown = null;
    child.stdout.on("data", (chunk: Buffer) => {
      if (failure !== null) return;
      try {
        if (options.onData === undefined) chunks.push(chunk);
        else options.onData(chunk);
      } catch (error) {
        failure = error;
        if (detached) end();
        else child.kill("SIGKILL");
      }
    });
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      if (stderr.length < 100_000) stderr += text;
    });
    // a program that ends early closes its input: what it printed says why
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve(null);
      else reject(error);
    });
    child.on("close", (code) => {
      signal?.removeEventListener("abort", end);
      if (failure !== null) reject(failure);
      else resolve({ code, stdout: Buffer.concat(chunks), stderr });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}
