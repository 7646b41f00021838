// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { kindOf } from "../../harness/compile/cache/upkeep/kind-of.ts";
import { GROWTH } from "../../harness/compile/cache/upkeep/size-keeper.ts";
import { buildCli, type CliRun, cliPath, hunkbox } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

/*
 * A run that is killed leaves nothing that a later one could take for a result, and nothing that stays.
 */

const root = tempDir();
const ARGS = ["check", "--json", "-", "--plain", "-c", "x86_64", "-s", "user-map-one-page"];
const ROUNDS = 10;
const KILLS = 3;

const entriesIn = (cache: string): string[] => {
  try {
    return readdirSync(cache).filter((name) => !name.startsWith("tmp-") && name !== GROWTH);
  } catch {
    return [];
  }
};

const check = (cache: string): Promise<CliRun> => hunkbox(ARGS, { env: { HUNKBOX_CACHE: cache } });

/** Kills a check, by a signal that it cannot see, as soon as its cache has so many entries. */
function killed(cache: string, entries: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, HUNKBOX_CACHE: cache };
    const child = spawn(process.execPath, [cliPath(), ...ARGS], { env, stdio: "ignore" });
    const watch = setInterval(() => {
      if (entriesIn(cache).length >= entries) child.kill("SIGKILL");
    }, 2);
    child.once("error", reject);
    child.once("exit", () => {
      clearInterval(watch);
      resolve();
    });
  });
}

/** The same numbers each time, from 0 up to 1. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

let whole: { readonly run: CliRun; readonly entries: readonly string[] };
beforeAll(async () => {
  buildCli();
  const cache = join(root, "whole");
  whole = { run: await check(cache), entries: entriesIn(cache).sort() };
  expect(whole.run.code).toBe(1);
});

it("all that a check puts into its cache is known by its name", () => {
  expect(whole.entries.length).toBeGreaterThan(30);
  expect(whole.entries.filter((name) => kindOf(name) === null)).toEqual([]);
});

const random = numbers(20_261_130);
const rounds = Array.from({ length: ROUNDS }, (_, i) => {
  const points = Array.from({ length: KILLS }, () => random.next().value).sort((a, b) => a - b);
  return { i, points };
});

it.each(rounds)(
  "round $i: after three kills, two runs at once come to the same bytes",
  async ({ i, points }) => {
    const cache = join(root, `round-${i}`);
    for (const point of points) await killed(cache, Math.floor(point * whole.entries.length));
    for (const run of await Promise.all([check(cache), check(cache)])) {
      expect(run.stdout).toBe(whole.run.stdout);
      expect(run.code).toBe(whole.run.code);
    }
    // a compiler may have outlived its hunkbox for a moment
    await hunkbox(["cache"], { env: { HUNKBOX_CACHE: cache } });
    expect(readdirSync(cache).filter((name) => name.startsWith("tmp-"))).toEqual([]);
  },
);
