// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Run, runCommand } from "./run-command.ts";

/** All that was seen of one patch. */
export interface Trial {
  readonly check: Run;
  readonly again: Run;
  /** What was written, by format. */
  readonly outputs: ReadonlyMap<string, string>;
  /** What the second run wrote otherwise. */
  readonly differs: readonly string[];
  /** Files that were written outside of the cache. */
  readonly strays: readonly string[];
}

/** How patches are tried. */
export interface TrialOptions {
  readonly command: string;
  readonly cache: string;
  readonly patch: string;
  /** Further arguments of the command: a tree, a configuration. */
  readonly args: readonly string[];
  /** Seconds after which a run is ended. */
  readonly limit: number;
  /** Judge a second time, in place of reading what is kept. */
  readonly anew: boolean;
}

/** Checks a patch in a process of its own, again, and by the gate for its page, from a folder where nothing may be left. */
export async function tryPatch({ command, cache, patch, args, limit, anew }: TrialOptions): Promise<Trial> {
  const scratch = mkdtempSync(join(tmpdir(), "hunkbox-hostile-"));
  try {
    const empty = Object.fromEntries(
      ["cwd", "home", "tmp", "out"].map((name) => [name, join(scratch, name)]),
    );
    for (const dir of Object.values(empty)) mkdirSync(dir);
    const { cwd = "", home = "", tmp = "", out = "" } = empty;
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: home,
      TMPDIR: tmp,
      HUNKBOX_CACHE: cache,
      NO_COLOR: "1",
    };
    const run = (...more: string[]): Promise<Run> => runCommand([command, ...more], { cwd, env, limit });
    const check = await run("check", ...args, "--json", join(out, "1.json"), patch);
    if (anew) forgetJudgements(cache);
    // what does not end does not end the second time
    const isEnded = check.code === null;
    const again = isEnded ? check : await run("check", ...args, "--json", join(out, "2.json"), patch);
    const gate = isEnded
      ? check
      : await run("gate", "--no-policy", ...args, "-f", `html=${join(out, "1.html")}`, patch);
    const text = (name: string): string =>
      existsSync(join(out, name)) ? readFileSync(join(out, name), "utf8") : "";
    const outputs = new Map([
      ["text", check.stdout],
      ["stderr", check.stderr],
      ["json", text("1.json")],
      ["html", text("1.html")],
      ["gate", gate.stdout + gate.stderr],
    ]);
    const second = new Map([
      ["text", again.stdout],
      ["json", text("2.json")],
    ]);
    const compared = isEnded ? [] : [...second];
    const differs = compared.filter(([name, seen]) => outputs.get(name) !== seen).map(([name]) => name);
    if (check.code !== again.code) differs.push(`exit code ${again.code}`);
    const strays = [cwd, home, tmp].flatMap((dir) => readdirSync(dir, { recursive: true, encoding: "utf8" }));
    return { check, again, outputs, differs, strays };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function forgetJudgements(cache: string): void {
  for (const entry of readdirSync(cache))
    if (entry.startsWith("judgement-")) rmSync(join(cache, entry), { recursive: true });
}
