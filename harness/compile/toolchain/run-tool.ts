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

/** What one run of a program may take. */
interface Limits {
  /** Of a processor's time; three times as much may go by. */
  readonly seconds: number;
  /** Of addresses. */
  readonly memoryMib: number;
  /** Of each file that it writes. */
  readonly fileMib: number;
}

/**
 * A patch can ask a compiler for any amount of work. What an honest one takes was measured on the miniature, 3.0.1 and 6.12: under
 * 290 MiB of addresses, some seconds, files of a few megabytes.
 */
export const LIMITS_OF_TEXT: Limits = { seconds: 10, memoryMib: 480, fileMib: 48 };

/** Of what runs for no patch: emcc starts other programs to look after itself. */
const LIMITS_OF_OURS: Limits = { seconds: 60, memoryMib: 4096, fileMib: 1024 };

/** What the system says of a file that is larger than its limit; not all programs come to say it. */
const TOO_LARGE = "File too large";

const LIMIT_OUTPUT = 4 * 1024 * 1024;

/** Where the process itself is, by a path that is the same on every machine: some tools write theirs into what they make. */
export const HERE = "/proc/self/cwd";

/** How a program is run. */
export interface ToolOptions {
  /** Text for its standard input. */
  readonly input?: string;
  /** Characters of its output that are kept. */
  readonly outputLimit?: number;
  /** Those of programs that read no patch, if none are given. */
  readonly limits?: Limits;
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
  { input = "", outputLimit = LIMIT_OUTPUT, limits = LIMITS_OF_OURS, folder }: ToolOptions = {},
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    // dash takes one limit at a time; one that is lower already stays
    const { seconds, memoryMib, fileMib } = limits;
    const wanted = { v: memoryMib * 1024, t: seconds, f: fileMib * 2048 };
    const limit = Object.entries(wanted).map(([name, value]) => `ulimit -${name} ${value} 2>/dev/null; `);
    const child = spawn("/bin/sh", ["-c", `${limit.join("")}exec "$@"`, "sh", program, ...args], {
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
    const began = Date.now();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, 3000 * seconds);
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
      // a compiler takes the signal for a crash of its own
      const isLong = code !== 0 && Date.now() - began >= 1000 * seconds;
      const tooLong = timedOut || signal === "SIGXCPU" || isLong;
      if (signal === "SIGXFSZ") texts.stderr += `${TOO_LARGE}\n`;
      resolve({ code: code ?? 128, ...texts, timedOut: tooLong });
    });
  });
}
