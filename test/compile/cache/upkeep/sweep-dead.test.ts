// SPDX-License-Identifier: GPL-2.0-only
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ownName } from "../../../../harness/base/owner/own-name.ts";
import { startOf } from "../../../../harness/base/owner/start-of.ts";
import { Cache } from "../../../../harness/compile/cache/cache.ts";
import { sweepDead } from "../../../../harness/compile/cache/upkeep/sweep-dead.ts";
import { tempDir } from "../../../support/temp-dir.ts";

const root = tempDir();
let count = 0;
const [machine] = ownName().split(".");
const dead = `${machine}.${spawnSync(process.execPath, ["-e", ""]).pid}.1`;

/** @returns what is left of some folders when the dead are swept */
function leftOf(...names: string[]): string[] {
  const { dir } = new Cache(join(root, `cache-${++count}`));
  for (const name of names) mkdirSync(join(dir, name, "deep"), { recursive: true });
  sweepDead(dir);
  return readdirSync(dir);
}

it("what a killed process worked on goes at once, whole", () => {
  expect(leftOf(`tmp-${dead}-aBc123`)).toEqual([]);
});

it("what a living process works on stays", () => {
  const sleeper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  try {
    const name = `tmp-${machine}.${sleeper.pid}.${startOf(sleeper.pid!)?.start ?? "0"}-aBc123`;
    expect(leftOf(name)).toEqual([name]);
  } finally {
    sleeper.kill("SIGKILL");
  }
});

it("what this process works on stays", () => {
  const cache = new Cache(join(root, "own"));
  const scratch = cache.scratch();
  sweepDead(cache.dir);
  expect(readdirSync(cache.dir)).toHaveLength(1);
  rmSync(scratch, { recursive: true });
});

it("what another machine works on goes when it is days old", () => {
  const { dir } = new Cache(join(root, "network"));
  const then = new Date(Date.now() - 48 * 3_600_000);
  for (const name of ["tmp-0123456789ab.7.7-aBc123", "tmp-0123456789ab.8.8-aBc123"])
    mkdirSync(join(dir, name));
  utimesSync(join(dir, "tmp-0123456789ab.7.7-aBc123"), then, then);
  sweepDead(dir);
  expect(readdirSync(dir)).toEqual(["tmp-0123456789ab.8.8-aBc123"]);
});

it("what hunkbox did not make stays, also if its name begins alike", () => {
  const names = ["module-0123456789abcdef0123456789abcdef", "tmp-mine", "tmp-photos", "work"];
  expect(leftOf(...names)).toEqual(names);
});

it("the lock of a killed process goes, that of a living one stays", () => {
  const { dir } = new Cache(join(root, "locks"));
  const [of6, of7] = [
    "lock-tree-linux-source-6.1_6.1.7-1_1",
    "lock-tree-linux-source-7.1_7.1.7-1_1",
  ] as const;
  writeFileSync(join(dir, of6), dead);
  writeFileSync(join(dir, of7), ownName());
  sweepDead(dir);
  expect(readdirSync(dir)).toEqual([of7]);
});
