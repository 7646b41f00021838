// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { confinement } from "../../../harness/compile/toolchain/confinement.ts";
import { runTool } from "../../../harness/compile/toolchain/run-tool.ts";
import { tempDir } from "../../support/temp-dir.ts";

const isConfined = confinement().text.startsWith("confined by");

describe.skipIf(!isConfined)("a program that reads a patch, where the system can confine it,", () => {
  const [own, other] = [tempDir(), tempDir()];
  const shell = (script: string) =>
    runTool("/bin/sh", ["-c", script, "sh", own, other], { readsText: true, folder: own });

  it("writes to its own folder", async () => {
    expect(await shell("echo tea > here; echo more > $1/there; pwd -P")).toMatchObject({ code: 0 });
    expect(readFileSync(join(own, "here"), "utf8") + readFileSync(join(own, "there"), "utf8")).toBe(
      "tea\nmore\n",
    );
  });

  it("writes nowhere else", async () => {
    const { code, stderr } = await shell("echo tea > $2/there");
    expect(code).not.toBe(0);
    expect(stderr).toContain("Read-only file system");
    expect(existsSync(join(other, "there"))).toBe(false);
  });

  it("sees no process but its own, and no network", async () => {
    const { stdout } = await shell("echo /proc/[0-9]* | wc -w; tail -n +3 /proc/net/dev | grep -vc lo:");
    const [processes, networks] = stdout.trim().split("\n").map(Number);
    expect(processes).toBeLessThan(8);
    expect(networks).toBe(0);
  });

  it("is told of when a signal ends it", async () => {
    const limits = { seconds: 1, memoryMib: 480, fileMib: 1 };
    const options = { readsText: true, folder: own, limits };
    expect(await runTool("/bin/sh", ["-c", "while :; do :; done"], options)).toMatchObject({
      timedOut: true,
    });
    const large = await runTool("/bin/sh", ["-c", "exec head -c 3000000 /dev/zero > large"], options);
    expect(large.stderr).toContain("File too large");
  });
});
