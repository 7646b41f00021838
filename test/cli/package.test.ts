// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { buildCli } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = tempDir();
const root = projectRoot();

/** What `npm pack` says of what it made. */
interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

beforeAll(async () => {
  await buildCli();
  const args = ["pack", "--json", "--offline", "--pack-destination", dir];
  packed = (JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8" })) as Packed[])[0]!;
  execFileSync("tar", ["-xzf", join(dir, packed.filename), "-C", dir]);
}, 120_000);

/** Runs the packed command in a folder that holds nothing of it. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(dir, "package", "dist", "hunkbox.js"), ...args], {
    ...{
      cwd: tempDir(),
      encoding: "utf8",
      env: { ...process.env, FORCE_COLOR: undefined, HUNKBOX_CACHE: join(root, "wasm") },
    },
  });

describe("what npm packs", () => {
  it("is the command, the C and the patch that it needs, and what tells of it", () => {
    const allowed =
      /^(csrc\/.*(\.(c|h|s|md)|\/Kconfig|\/Makefile)|dist\/(hunkbox\.js|bundle\.cjs|catalogue\.json|LICENCES\.txt|hunkbox\.1)|patches\/[\w-]+\.mbox|(harness\/subject|ci)\/hunkbox\.\w+\.schema\.json|package\.json|README\.md)$/;
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    for (const path of ["dist/hunkbox.js", "dist/hunkbox.1", "README.md", "csrc/runtime/lib.c"])
      expect(paths).toContain(path);
  });

  it("carries the licence of each package that the command contains", () => {
    const licences = readFileSync(join(dir, "package", "dist", "LICENCES.txt"), "utf8");
    const bundle = readFileSync(join(dir, "package", "dist", "bundle.cjs"), "utf8");
    // esbuild leaves the path of each CommonJS module in what it makes
    const names = new Set(
      [...bundle.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g)].map(([, name]) => name!),
    );
    expect(names.size).toBeGreaterThan(5);
    for (const name of names) expect(licences).toMatch(new RegExp(`^${name} \\d.* \\(.+\\)\n\n.*\\S`, "m"));
  });

  it("is less than 2 MB", () => {
    expect(packed.size).toBeLessThan(2_000_000);
  });

  it("asks for no other package: the command is one file", () => {
    expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).not.toHaveProperty("dependencies");
  });

  it("checks a patch from any folder", () => {
    const { status, stdout, stderr } = run("check", "-c", "x86_64", "-s", "user-map-one-page");
    expect({ status, stderr: stderr.replace(/^hunkbox: (built|x86_64:).*\n/gm, "") }).toEqual({
      ...{ status: 1, stderr: "" },
    });
    expect(stdout).toContain("memory leak: kmap_ops is never freed");
  });

  it.each(["scenarios", "scenarios --steps", "base", "--version", "cache"])("answers %s", (line) => {
    expect(run(...line.split(" "))).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the manual page", () => {
  const page = (): string => readFileSync(join(dir, "package", "dist", "hunkbox.1"), "utf8");

  it("tells of every command, and of what --help says of each", () => {
    const help = run("--help").stdout;
    const commands = [...help.matchAll(/^ {2}([a-z]+) .*(?:\[options\]|<|\[)/gm)].map(([, name]) => name!);
    expect(commands).toEqual(expect.arrayContaining(["check", "gate", "trace", "cache"]));
    for (const name of commands.filter((one) => one !== "hunkbox" && one !== "help")) {
      expect(page()).toContain(`.SS hunkbox ${name} `);
      for (const [, option] of run(name, "--help").stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm))
        expect(page()).toContain(option!.replaceAll("-", "\\-"));
    }
  });

  it("has exit codes and environment once", () => {
    expect(page().match(/^\.SH (EXIT STATUS|ENVIRONMENT|EXAMPLES)$/gm)).toHaveLength(3);
    expect(page().match(/bad input/g)).toHaveLength(1);
  });
});
