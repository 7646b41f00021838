// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
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
    () => {
      // a shell that does not wait becomes a program that never does
      const script = `sleep 100 & echo $!; kill -9 $!; exec ${process.execPath} -e 'setTimeout(() => {}, 100000)'`;
      const parent = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
      return new Promise<void>((resolve, reject) => {
        parent.stdout.once("data", (text: Buffer) => {
          const pid = Number(text.toString());
          const { start } = startOf(pid) ?? { start: "1" };
          // the signal need not have come yet
          const look = (): void => {
            if (!isGone(`${machine}.${pid}.${start}`, 0)) return void setTimeout(look, 10);
            parent.kill("SIGKILL");
            resolve();
          };
          look();
        });
        parent.once("error", reject);
      });
    },
  );
});

describe("what cannot be asked for", () => {
  it.each(["0123456789ab.1.1", "no name", ""])("is judged by its age: %j", (name) => {
    expect(isGone(name, DAY / 2)).toBe(false);
    expect(isGone(name, DAY * 2)).toBe(true);
  });
});
