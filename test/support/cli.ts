// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../harness/base/project-root.ts";

/** How a command ended, and what it wrote. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test may choose. */
export interface CliOptions {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Close standard output when this many bytes have come. */
  readonly closeAfter?: number;
}

const root = projectRoot();

/** Brings the built command up to date, which is quick when there is nothing to do. For beforeAll. */
export function buildCli(): void {
  execFileSync(join(root, "scripts", "setup.sh"), ["build"], { stdio: ["ignore", "ignore", "inherit"] });
}

/** The built command. */
export function cliPath(): string {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    bin: { hunkbox: string };
  };
  return join(root, bin.hunkbox);
}

/** Runs the built command as a shell would, with pipes around it. */
export function hunkbox(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    // a test runner on a terminal forces colours
    const env = { ...process.env, FORCE_COLOR: undefined, ...options.env };
    const child = spawn(process.execPath, [cliPath(), ...args], { cwd: options.cwd ?? root, env });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text: string) => {
        texts[name] += text;
        if (name === "stdout" && texts.stdout.length > (options.closeAfter ?? Number.POSITIVE_INFINITY))
          child.stdout.destroy();
      });
    }
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...texts }));
  });
}

/** Standard error without the lines that say how far a run is: a slow machine shows more of them. */
export function withoutProgress(stderr: string): string {
  return stderr.replace(
    /^hunkbox: (built \d+ of \d+|\w+ in x86_[\w-]+|x86_[\w-]+: \d+ of \d+ \([\w+-]+\))\n/gm,
    "",
  );
}
