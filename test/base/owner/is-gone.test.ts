// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isGone } from "../../../harness/base/owner/is-gone.ts";
import { ownName } from "../../../harness/base/owner/own-name.ts";
import { startOf } from "../../../harness/base/owner/start-of.ts";

const DAY = 24 * 3_600_000;
const [machine] = ownName().split(".");
const nameOf = (pid: number): string => `${machine}.${pid}.${startOf(pid)?.start ?? "0"}`;

let sleeper: ChildProcess;
beforeAll(() => {
  sleeper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
});
afterAll(() => {
  sleeper.kill("SIGKILL");
});

describe("a process", () => {
  it("that runs is not gone, however long ago it did something", () => {
    expect(isGone(nameOf(sleeper.pid!), 30 * DAY)).toBe(false);
    expect(isGone(ownName(), 30 * DAY)).toBe(false);
  });

  it("that ended is gone at once", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    expect(isGone(`${machine}.${pid}.1`, 0)).toBe(true);
  });

  it.skipIf(!existsSync("/proc/self/stat"))("whose pid another one has is gone", () => {
    expect(isGone(`${machine}.${sleeper.pid}.1`, 0)).toBe(true);
  });

  it.skipIf(!existsSync("/proc/self/stat"))(
    "that was killed is gone before its parent has counted it",
    async () => {
      // a parent that never counts: the shell becomes another program
      const parent = spawn("/bin/sh", ["-c", "sleep 100 & echo $!; exec sleep 100"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      try {
        const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
        const name = nameOf(pid);
        expect(isGone(name, 0)).toBe(false);
        while (readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n") await sleep(5);
        process.kill(pid, "SIGKILL");
        while (startOf(pid)?.isOver === false) await sleep(5);
        expect(startOf(pid)?.isOver).toBe(true);
        expect(isGone(name, 0)).toBe(true);
      } finally {
        parent.kill("SIGKILL");
      }
    },
  );
});

describe("what cannot be asked for", () => {
  it.each(["0123456789ab.1.1", "no name", ""])("is judged by its age: %j", (name) => {
    expect(isGone(name, DAY / 2)).toBe(false);
    expect(isGone(name, DAY * 2)).toBe(true);
  });
});
