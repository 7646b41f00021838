// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCli, type CliRun, cliPath, hunkbox } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";
import { mailBetween, referenceViews, withEdit } from "../support/views.ts";

/*
 * A queue that several processes judge: what comes of it is what comes of it in one.
 */

const GNTDEV = "drivers/xen/gntdev.c";
const dir = tempDir();
const queue = join(dir, "queue");
const FEW = ["--plain", "-c", "x86_64", "-s", "user-map-one-page", "--no-policy", "-f", "json"];
const gate = (cache: string, ...args: string[]): Promise<CliRun> =>
  hunkbox(["gate", queue, ...FEW, ...args], { cwd: dir, env: { HUNKBOX_CACHE: join(dir, cache) } });

let alone: CliRun;

/** A patch that leaks, one that does not compile, and two that say the same in other words: on the first, and on the second. */
beforeAll(async () => {
  buildCli();
  const { before } = await referenceViews();
  const broken = withEdit(before, GNTDEV, "\tkfree(map->grants);\n", "");
  const typo = withEdit(broken, GNTDEV, "kfree(map->map_ops);", "kfree(map->map_op);");
  const words = withEdit(broken, GNTDEV, "kfree(map->unmap_ops);", "kfree((map->unmap_ops));");
  const more = withEdit(typo, GNTDEV, "kfree(map->map_op);", "kfree((map->map_op));");
  mkdirSync(queue);
  for (const [i, [from, to]] of [
    [before, broken] as const,
    [broken, typo] as const,
    [broken, words] as const,
    [typo, more] as const,
  ].entries())
    writeFileSync(
      join(queue, `000${i + 1}-change.patch`),
      mailBetween(from, to, `change ${i + 1}`).replaceAll("test@", `test-${i + 1}@`),
    );
  alone = await gate("alone");
});

describe("a queue that several processes judge", () => {
  it("comes to the same bytes as in one", async () => {
    const { patches } = JSON.parse(alone.stdout) as { patches: { verdict: string }[] };
    const verdicts = patches.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["fail", "does-not-build", "pass", "does-not-apply"]);
    for (const workers of ["2", "5"])
      expect(await gate(`of-${workers}`, "--workers", workers)).toMatchObject({
        ...{ code: alone.code, stdout: alone.stdout },
      });
  });

  it("loses nothing where one of them is killed", async () => {
    const env = { ...process.env, FORCE_COLOR: undefined, HUNKBOX_CACHE: join(dir, "killed") };
    const args = [cliPath(), "gate", queue, ...FEW, "--workers", "2"];
    const child = spawn(process.execPath, args, { cwd: dir, env, stdio: ["ignore", "pipe", "ignore"] });
    const kills = killWorkers(child.pid!, 2);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(await kills).toBe(2);
    expect({ code, stdout }).toEqual({ code: alone.code, stdout: alone.stdout });
  });

  it("leaves no process behind where it is killed itself", async () => {
    const env = { ...process.env, HUNKBOX_CACHE: join(dir, "left") };
    const args = [cliPath(), "gate", queue, ...FEW, "--workers", "2"];
    const child = spawn(process.execPath, args, { cwd: dir, env, stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const workers = await someWorkers(child.pid!, []);
    child.kill("SIGKILL");
    await ended;
    for (const pid of workers) await gone(pid);
  });

  it("says what ends one of them as one process says it", async () => {
    const file = join(dir, "odd.json");
    writeFileSync(
      file,
      JSON.stringify({
        id: "odd",
        title: "t",
        story: "s",
        level: "user",
        steps: [{ do: "close", file: "f" }],
      }),
    );
    const args = ["-s", file];
    const one = await gate("alone", ...args);
    expect(one.code).toBe(2);
    const { code, stderr } = await gate("alone", ...args, "--workers", "2");
    const said = (text: string): string => text.replace(/^hunkbox: (patch|the series|built).*\n/gm, "");
    expect({ code, stderr: said(stderr) }).toEqual({ code: 2, stderr: said(one.stderr) });
  });

  it.each(["0", "65", "two", "-1", "1.5"])("is not judged by %s of them", async (workers) => {
    const { code, stderr } = await gate("alone", `--workers=${workers}`);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `hunkbox: --workers "${workers}" is no number from 1 to 64\n  hint: give --workers 2\n`,
    });
  });
});

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

/** Processes of node that a process has started, once there is one that is not among those known. */
async function someWorkers(pid: number, known: readonly number[]): Promise<number[]> {
  for (;;) {
    try {
      const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
      const workers = pids.filter((one) => one > 0 && isWorker(one) && !known.includes(one));
      if (workers.length > 0) return workers;
    } catch {
      return [];
    }
    await pause();
  }
}

function isWorker(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("queue-worker");
  } catch {
    return false;
  }
}

/** Kills workers of a process, one after the other. @returns how many it met */
async function killWorkers(pid: number, count: number): Promise<number> {
  const killed: number[] = [];
  while (killed.length < count) {
    const [worker] = await someWorkers(pid, killed);
    if (worker === undefined) break;
    process.kill(worker, "SIGKILL");
    killed.push(worker);
  }
  return killed.length;
}

async function gone(pid: number): Promise<void> {
  while (isWorker(pid)) await pause();
}
