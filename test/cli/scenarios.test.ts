// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { buildCli, hunkbox } from "../support/cli.ts";
import { expectGolden, fixturePath } from "../support/golden.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = tempDir();
const root = projectRoot();
beforeAll(buildCli);

describe("hunkbox scenarios --steps", () => {
  it("lists every kind of step in 80 columns, into a pipe as well", async () => {
    const { code, stdout, stderr } = await hunkbox(["scenarios", "--steps"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectGolden("report/steps.txt", stdout);
  });

  it("does so as JSON", async () => {
    const { code, stdout } = await hunkbox(["scenarios", "--steps", "--json"]);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["groups", "values"]);
  });

  it("takes no scenario", async () => {
    const { code, stderr } = await hunkbox(["scenarios", "--steps", "user-map-one-page"]);
    expect(code).toBe(2);
    expect(stderr).toContain("hint: hunkbox scenarios user-map-one-page");
  });
});

describe("hunkbox scenarios --json", () => {
  it("prints a scenario that is a file for --scenario as it is, and says which id it has", async () => {
    const made = await hunkbox(["scenarios", "--json", "user-map-one-page"]);
    expect(made.code).toBe(0);
    expect(made.stderr).toBe("hunkbox: its id is my-user-map-one-page: the catalogue's own are taken\n");
    const path = join(dir, "mine.json");
    writeFileSync(path, made.stdout);
    const told = await hunkbox(["scenarios", path]);
    expect(told).toMatchObject({ code: 0, stderr: "" });
    expect(told.stdout).toContain("my-user-map-one-page: One granted page");
  });

  it("names the published schema by a path from the current folder", async () => {
    for (const cwd of [root, dir]) {
      const { stdout } = await hunkbox(["scenarios", "--json", "user-map-one-page"], { cwd });
      const { $schema } = JSON.parse(stdout) as { $schema: string };
      expect($schema).toMatch(/^\.\.?\//);
      expect(existsSync(join(cwd, $schema))).toBe(true);
    }
  });

  it("lists scenarios where none is named", async () => {
    const { stdout } = await hunkbox(["scenarios", "--json", "privcmd"]);
    const [first] = JSON.parse(stdout) as { id: string; subject: string; steps: number }[];
    expect(first).toMatchObject({ subject: "privcmd", steps: expect.any(Number) as number });
  });

  it("knows the nearest name of one that there is not", async () => {
    const { code, stdout, stderr } = await hunkbox(["scenarios", "--json", "user-map-one-pgae"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("perhaps user-map-one-page");
  });
});

describe("a scenario file that is wrong", () => {
  it("is refused with all errors, in 80 columns, and nothing that a terminal obeys", async () => {
    const { code, stderr } = await hunkbox(["check", "-s", "test/fixtures/scenario/bad.json"]);
    expect(code).toBe(2);
    expectGolden("scenario/errors-told.txt", stderr);
    for (const line of stderr.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it("is refused with few words, however long its own are", async () => {
    const path = join(dir, "long.json");
    for (const size of [900_000, 10_000_000]) {
      const name = "x".repeat(size);
      writeFileSync(path, `{"id": "a", "${name}": 1, "steps": [{"do": "${size > 1e6 ? name : "y"}"}]}`);
      const { code, stderr } = await hunkbox(["check", "-s", path]);
      expect(code).toBe(2);
      expect(stderr.length).toBeLessThan(2000);
    }
  });
});

it("runs the same scenario once that is asked for twice", async () => {
  const path = join(dir, "twice.json");
  const made = await hunkbox(["scenarios", "--json", "user-map-one-page"]);
  writeFileSync(path, made.stdout);
  const { code, stderr } = await hunkbox(["check", "-s", path, "-s", path, fixturePath("no-such-patch")]);
  expect(code).toBe(2);
  expect(stderr).toContain("no-such-patch: no such file");
});

it("runs the scenario that README shows, whose every step succeeds on the patched side", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, text = ""] = /<!-- scenario.*-->\n```json\n([\s\S]*?)```/.exec(readme) ?? [];
  const path = join(dir, "readme.json");
  writeFileSync(path, text);
  const { code, stdout } = await hunkbox(["trace", path, "--config", "x86_64"]);
  expect(code).toBe(0);
  const { steps } = JSON.parse(text) as { steps: unknown[] };
  expect(stdout).toContain(`\n${steps.length + 1}. teardown: `);
  expect(stdout).toContain("> returns 65");
  expect(stdout.match(/(?:fails with|returns) -\w+/g)).toEqual(["fails with -EFAULT"]);
});
