// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../scripts/evaluate.sh", import.meta.url));
const out = join(tmpdir(), `evaluation-${process.pid}.json`);

const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(SCRIPT, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });

describe("npm run evaluate", () => {
  it.each([
    ["a change", ["--only", "no-such-change"], 'there is no change "no-such-change"'],
    ["a base", ["--base", "kernel"], 'there is no base "kernel"'],
    ["a configuration", ["--config", "arm64"], 'there is no configuration "arm64"'],
    ["a part", ["--part", "4/3"], '"4/3" is no part'],
    ["a tree", ["--tree", "/nowhere/at/all"], "there is no such directory"],
  ])("says in a line that there is no such thing: %s", (_what, args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("judges a mistake in both directions, and a harmless change in one", () => {
    const names = ["--only", "mini-unmap-ops-kept", "--only", "mini-early-return"];
    const { status, stdout } = run("--base", "miniature", "--config", "x86_64", ...names, "--json", out);
    expect(stdout).toMatch(/^miniature +mini-early-return +exit 0 +seen 0 +right$/m);
    expect(stdout).toMatch(/^miniature\+reference +mini-unmap-ops-kept +put in +exit 1 +seen 1 +right$/m);
    expect(stdout).toMatch(/^miniature\+reference +mini-unmap-ops-kept +taken out +exit 0 +seen 0 +right$/m);
    expect(stdout).toMatch(/^all +3 +0 +0 +0 +0$/m);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(out, "utf8"))).toHaveLength(3);
  }, 300_000);

  it("judges again with what the checks before kept", () => {
    const args = ["--base", "miniature", "--config", "x86_64", "--only", "mini-unmap-ops-kept", "--again"];
    const { status, stdout } = run(...args);
    expect(stdout).toMatch(/^all +2 +0 +0 +0 +0$/m);
    expect(stdout).not.toContain("told otherwise");
    expect(status).toBe(0);
  }, 300_000);

  afterAll(() => rmSync(out, { force: true }));
});
