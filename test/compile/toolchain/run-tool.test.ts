// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { LIMITS_OF_TEXT, runTool } from "../../../harness/compile/toolchain/run-tool.ts";
import { tempDir } from "../../support/temp-dir.ts";

const node = (script: string, input?: string) =>
  runTool(process.execPath, ["-e", script], input === undefined ? {} : { input });

test("a tool's output and its exit code are told", async () => {
  const script = "process.stdout.write('out'); process.stderr.write('err'); process.exit(3)";
  expect(await node(script)).toMatchObject({ code: 3, stdout: "out", stderr: "err", timedOut: false });
});

test("a tool gets its input", async () => {
  const cat = "process.stdin.pipe(process.stdout)";
  expect((await node(cat, "a cup\n")).stdout).toBe("a cup\n");
});

test("a tool that does not read its input is no error", async () => {
  expect((await node("process.exit(0)", "x".repeat(1_000_000))).code).toBe(0);
});

test("arguments reach a tool as they are: no shell reads them", async () => {
  const args = ["$HOME", "`id`", "a b", "*", "'\"", "-n", ";ls"];
  const echo = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
  const { stdout } = await runTool(process.execPath, ["-e", echo, "--", ...args]);
  expect(JSON.parse(stdout)).toEqual(args);
});

test("a tool that prints without end is not kept in memory without end", async () => {
  const script = "const s = 'x'.repeat(1e6); for (let i = 0; i < 20; i++) require('fs').writeSync(1, s)";
  const { stdout, code } = await node(script);
  expect(code).toBe(0);
  expect(stdout.length).toBeLessThan(6 * 1024 * 1024);
});

test("a tool may take some memory, and not all", async () => {
  const map = (gib: number): string =>
    `import mmap; mmap.mmap(-1, ${gib} << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)`;
  expect((await runTool("python3", ["-c", map(1)])).code).toBe(0);
  expect((await runTool("python3", ["-c", map(5)])).code).not.toBe(0);
});

test("a tool for a patch may take less", async () => {
  const run = (script: string) => runTool("python3", ["-c", script], { readsText: true, writes: tempDir() });
  expect((await run("bytearray(100 << 20)")).code).toBe(0);
  expect((await run("bytearray(600 << 20)")).code).not.toBe(0);
  const writes = (mib: number): string =>
    `import tempfile; f = tempfile.TemporaryFile(); [f.write(bytes(1 << 20)) for _ in range(${mib})]`;
  expect((await run(writes(20))).code).toBe(0);
  expect((await run(writes(100))).code).not.toBe(0);
});

test("a tool that computes without end is stopped", async () => {
  const limits = { ...LIMITS_OF_TEXT, seconds: 1 };
  const run = await runTool("python3", ["-c", "while True: pass"], { readsText: true, limits });
  expect(run.timedOut).toBe(true);
});

test("a tool for a patch sees little of the environment", async () => {
  process.env["HUNKBOX_TEST_SECRET"] = "tea";
  const { stdout } = await runTool("/usr/bin/env", [], { readsText: true });
  expect(stdout).toContain("PATH=");
  expect(stdout).not.toContain("tea");
});

test("a program that does not exist is told as one that failed", async () => {
  const { code, stderr } = await runTool("hunkbox-no-such-program", []);
  expect(code).not.toBe(0);
  expect(stderr).toContain("hunkbox-no-such-program");
});

test("what a tool takes of a processor is known, and no more than has gone by", async () => {
  const began = Date.now();
  const { seconds } = await node("for (const end = Date.now() + 1000; Date.now() < end; );");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual((Date.now() - began) / 1000);
});
