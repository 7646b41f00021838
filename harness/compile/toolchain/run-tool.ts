// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { constants } from "node:os";
import { confinement } from "./confinement.ts";
import { processorSeconds } from "./processor-seconds.ts";
import { ToolError } from "./tool-error.ts";

/** What a tool printed and how it ended. `timedOut` is set when it was ended for taking too long. */
export interface ToolRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** What it took of a processor, looked at a few times in a second. */
  readonly seconds: number;
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
export const LIMITS_OF_TEXT: Limits = { seconds: 10, memoryMib: 360, fileMib: 48 };

/** Of what runs for no patch: emcc starts other programs to look after itself. */
const LIMITS_OF_OURS: Limits = { seconds: 60, memoryMib: 4096, fileMib: 1024 };

/** What the system says of a file that is larger than its limit; not all programs come to say it. */
const TOO_LARGE = "File too large";

const LIMIT_OUTPUT = 4 * 1024 * 1024;

/** How often the time that a program takes is looked at. */
const WATCH_MS = 200;

/** Where the process itself is, by a path that is the same on every machine: some tools write theirs into what they make. */
export const HERE = "/proc/self/cwd";

/** How a program is run. */
export interface ToolOptions {
  /** Text for its standard input. */
  readonly input?: string;
  /** Characters of its output that are kept. */
  readonly outputLimit?: number;
  /** It reads a patch's text: it is held to LIMITS_OF_TEXT, confined as far as the machine can, and sees little of the environment. */
  readonly readsText?: boolean;
  /** Others than those. */
  readonly limits?: Limits;
  /** The folder that it may write to, if it reads a patch's text; `folder` if nothing is said. */
  readonly writes?: string;
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
  options: ToolOptions = {},
): Promise<ToolRun> {
  const { input = "", outputLimit = LIMIT_OUTPUT } = options;
  const limits = options.limits ?? (options.readsText === true ? LIMITS_OF_TEXT : LIMITS_OF_OURS);
  const { seconds } = limits;
  return new Promise((resolve, reject) => {
    const child = started([program, ...args], options, limits);
    const began = Date.now();
    let timedOut = false;
    let taken = 0;
    const watch = setInterval(() => {
      taken = Math.max(taken, processorSeconds(child.pid ?? 0));
    }, WATCH_MS);
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
      clearInterval(watch);
      clearTimeout(timer);
      reject(new ToolError(`cannot run ${program}: ${error.message}`, "run make setup"));
    });
    child.on("close", (code, signal) => {
      clearInterval(watch);
      clearTimeout(timer);
      const whole = (Date.now() - began) / 1000;
      // a compiler takes the signal for a crash of its own
      const isLong = code !== 0 && whole >= seconds;
      const isEndedBy = (name: "SIGXCPU" | "SIGXFSZ"): boolean =>
        signal === name || code === 128 + constants.signals[name];
      const tooLong = timedOut || isEndedBy("SIGXCPU") || isLong;
      if (isEndedBy("SIGXFSZ")) texts.stderr += `${TOO_LARGE}\n`;
      // of the last moments nobody knows
      const last = Math.min(whole, WATCH_MS / 1000);
      resolve({ code: code ?? 128, ...texts, timedOut: tooLong, seconds: Math.min(taken + last, whole) });
    });
  });
}

function started(
  command: readonly string[],
  { readsText = false, folder, writes = folder }: ToolOptions,
  { seconds, memoryMib, fileMib }: Limits,
): ChildProcessWithoutNullStreams {
  // dash takes one limit at a time; one that is lower already stays
  const wanted = { v: memoryMib * 1024, t: seconds, f: fileMib * 2048 };
  const limit = Object.entries(wanted).map(([name, value]) => `ulimit -${name} ${value} 2>/dev/null; `);
  // who confines sets PWD as well
  const here = folder === undefined ? "" : `export PWD=${HERE}; `;
  const whole = ["/bin/sh", "-c", `${limit.join("")}${here}exec "$@"`, "sh", ...command];
  const [first, ...rest] = readsText ? confinement().wrap(whole, writes) : whole;
  return spawn(first!, rest, {
    stdio: ["pipe", "pipe", "pipe"],
    ...(folder === undefined ? {} : { cwd: folder }),
    env: {
      ...(readsText
        ? { ...fewOf(process.env), ...(writes === undefined ? {} : { TMPDIR: writes }) }
        : { ...process.env, EMSDK_PYTHON: process.env["EMSDK_PYTHON"] ?? "/usr/bin/python3" }),
      LC_ALL: "C",
      // on a machine of many cores a heap for each thread would use up the limit of addresses
      MALLOC_ARENA_MAX: "2",
      BINARYEN_CORES: "1",
    },
  });
}

/** What a program needs to be found, and to find its own libraries. */
const FEW = ["PATH", "HOME", "LD_LIBRARY_PATH"] as const;

const fewOf = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(FEW.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
