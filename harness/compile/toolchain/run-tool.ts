// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from "node:child_process";
import { ToolError } from "./tool-error.ts";

/** What a tool printed and how it ended. `timedOut` is set when it was ended for taking too long. */
export interface ToolRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** A patch can ask a compiler for any amount of work: what one run may take. */
export const LIMIT_SECONDS = 60;
const LIMIT_KIB = 4 * 1024 * 1024;
const LIMIT_OUTPUT = 4 * 1024 * 1024;

/** Where the process itself is, by a path that is the same on every machine: some tools write theirs into what they make. */
export const HERE = "/proc/self/cwd";

/** How a program is run. */
export interface ToolOptions {
  /** Text for its standard input. */
  readonly input?: string;
  /** Characters of its output that are kept. */
  readonly outputLimit?: number;
  /** The folder it runs in, which it knows as HERE; this process's own by default. */
  readonly folder?: string;
}

/**
 * Runs a toolchain program under limits of time and memory.
 *
 * @throws ToolError if it cannot be started
 */
export function runTool(
  program: string,
  args: readonly string[],
  { input = "", outputLimit = LIMIT_OUTPUT, folder }: ToolOptions = {},
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    // dash takes one limit at a time; one that is lower already stays
    const limit = `ulimit -v ${LIMIT_KIB} 2>/dev/null; ulimit -t ${LIMIT_SECONDS} 2>/dev/null; exec "$@"`;
    const child = spawn("/bin/sh", ["-c", limit, "sh", program, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      ...(folder === undefined ? {} : { cwd: folder }),
      env: {
        ...process.env,
        LC_ALL: "C",
        EMSDK_PYTHON: process.env["EMSDK_PYTHON"] ?? "/usr/bin/python3",
        // on a machine of many cores a heap for each thread would use up the limit of addresses
        MALLOC_ARENA_MAX: "2",
        BINARYEN_CORES: "1",
        ...(folder === undefined ? {} : { PWD: HERE }),
      },
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, LIMIT_SECONDS * 1000);
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text: string) => {
        if (texts[name].length < outputLimit) texts[name] += text;
      });
    }
    // a tool that ends early closes its input: what it printed says why
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new ToolError(`cannot run ${program}: ${error.message}`, "run make setup"));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const tooLong = timedOut || signal === "SIGXCPU";
      resolve({ code: code ?? 128, ...texts, timedOut: tooLong });
    });
  });
}
