// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCli, type CliRun, hunkbox } from "../support/cli.ts";
import { FakeRepository } from "../support/fake-repository.ts";
import { FAKE_TREE, writeFiles } from "../support/fake-tree.ts";
import { tempDir } from "../support/temp-dir.ts";

const P2M = "arch/x86/xen/p2m.c";
const dir = realpathSync(tempDir());
const tree = join(dir, "tree");
const git = join(dir, "git");
const patch = join(dir, "fix.patch");
let repository: FakeRepository;

const run = (...args: readonly string[]): Promise<CliRun> =>
  hunkbox(args, { env: { HUNKBOX_CACHE: join(dir, "cache") } });

beforeAll(() => {
  buildCli();
  writeFiles(tree, FAKE_TREE);
  mkdirSync(git);
  repository = new FakeRepository(git);
  const fix = repository.commit("fix", { [P2M]: "one\n2\nthree\n" });
  writeFileSync(patch, repository.patchOf(fix));
  writeFileSync(join(dir, ".config"), "CONFIG_XEN=y\n");
});

describe("inspect shows where hunks go, and the base", () => {
  it("in a tree", async () => {
    const { code, stdout, stderr } = await run(
      "inspect",
      "--tree",
      tree,
      "--kconfig",
      join(dir, ".config"),
      patch,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`base: linux 6.1.7 at ${tree}`);
    expect(stdout).toContain("hunk 1: line 1, +1 -1");
  });

  it("in a tree where they have moved", async () => {
    const moved = join(dir, "moved");
    writeFiles(moved, { ...FAKE_TREE, [P2M]: "zero\none\ntwo\nthree\n" });
    const { code, stdout, stderr } = await run("inspect", "--tree", moved, patch);
    expect(stdout).toContain("hunk 1: line 2, offset 1, +1 -1");
    expect(stderr).toMatch(
      /p2m\.c is blob [0-9a-f]{12} in linux 6\.1\.7 at .*; the patch was made against [0-9a-f]+\n/,
    );
    expect(code).toBe(0);
  });

  it("in the commit of a repository that the patch was made for", async () => {
    const { code, stdout, stderr } = await run("inspect", "--git", git, patch);
    expect(stdout).toMatch(/base: linux 6\.1\.7 \(git [0-9a-f]{12}, newest whose blob ids match\)/);
    expect(stderr).toMatch(/^hunkbox: exporting \d+ files of [0-9a-f]{12}\n$/);
    expect(code).toBe(0);
  });

  it("for each commit of a range", async () => {
    const { code, stdout } = await run("inspect", "--git", git, "--range", "main~1..main");
    expect(stdout).toContain(`${P2M}  modify`);
    expect(code).toBe(0);
  });
});

describe("a patch that does not apply to a tree", () => {
  it("ends with 2, the hunk, the place and what to do", async () => {
    const other = join(dir, "other");
    writeFiles(other, { ...FAKE_TREE, [P2M]: "one\nTWO\nthree\n" });
    const { code, stderr } = await run("check", "--tree", other, patch);
    expect(stderr).toMatch(/p2m\.c: hunk 1 \(@@ -1,3 \+1,3 @@\) does not apply/);
    expect(stderr).toContain("nearest fit: line 1, 2 of 3 lines agree");
    expect(stderr).toMatch(/hint: is linux 6\.1\.7 at .* what the patch was made for\?/);
    expect(code).toBe(2);
  });

  it("says so where the tree lacks a file, or has a link out of it in its place", async () => {
    for (const path of ["lib/none.c", "lib/link.c"]) {
      writeFileSync(join(dir, "lacking.patch"), repository.patchOf("main").replaceAll(P2M, path));
      if (!existsSync(join(tree, "lib/link.c"))) symlinkSync(patch, join(tree, "lib/link.c"));
      const { code, stderr } = await run("inspect", "--tree", tree, join(dir, "lacking.patch"));
      expect(stderr).toContain(`${path}: is not in the base "linux 6.1.7 at ${tree}"`);
      expect(code).toBe(2);
    }
  });
});

describe("a patch that was made on another branch", () => {
  it("ends with 2 and with where it would apply, for a commit and for a checkout", async () => {
    const forked = join(dir, "forked");
    mkdirSync(forked);
    const other = new FakeRepository(forked);
    other.git("checkout", "-q", "-b", "xen-fixes");
    other.commit("prepare", { [P2M]: "one\nII\nIII\n" });
    const made = join(dir, "made.patch");
    writeFileSync(made, other.patchOf(other.commit("fix", { [P2M]: "one\nII\n3\n" })));
    other.git("reset", "-q", "--hard", "HEAD~1");
    other.git("checkout", "-q", "main");
    const says = `is on branch xen-fixes, 1 commit ahead of`;
    for (const [args, of] of [
      [["--tree", forked], "HEAD"],
      [["--git", forked, "--rev", "main"], "main"],
    ] as const) {
      const { code, stderr } = await run("check", ...args, made);
      expect(stderr).toContain(`hint: the pre-image of ${P2M}, `);
      expect(stderr).toContain(`${says} ${of}: --git ${forked} --rev xen-fixes\n`);
      expect(code).toBe(2);
    }
    const { stdout, code } = await run("inspect", "--git", forked, made);
    expect(stdout).toContain("newest whose blob ids match, on branch xen-fixes");
    expect(code).toBe(0);
  });
});

describe("the command line is refused, with 2:", () => {
  const pipe = join(dir, "pipe");
  beforeAll(() => {
    execFileSync("mkfifo", [pipe]);
  });

  it.each([
    [["--tree", "/x", "--git", "/y"], "--tree and --git exclude each other"],
    [["--git", "/y", "--debian", "linux-source-6.1"], "--git and --debian exclude each other"],
    [["--rev", "main"], "--rev needs --git"],
    [["--tree", tree, "--range", "a..b"], "--range needs --git"],
    [["--git", git, "--range", "a..b", "--rev", "main"], "--rev and --range exclude each other"],
    [["--git", git, "--range", "main~1..main", patch], "--range and a patch exclude each other"],
    [["--git", git, "--range", "main..main"], "the range main..main is empty"],
    [["--force"], "--force needs --range"],
    [["--kconfig", "/x", patch], "--kconfig needs a kernel tree: --tree, --git or --debian"],
    [["--tree", tree, "--kconfig", "/none", patch], "cannot read the kernel configuration /none"],
    [["--tree", tree, "--kconfig", pipe, patch], "it is not a file"],
    [["--tree", "", patch], "--tree is empty"],
    [["--tree", pipe, patch], `${pipe} is not a directory`],
    [["--tree", patch, patch], "is not a directory"],
    [["--tree", "/none", patch], "cannot read the kernel tree /none: there is no such directory"],
    [["--tree", dir, patch], `${dir} is not a kernel tree: it has no Makefile`],
    [["--git", tree, patch], `${tree} is not a git repository`],
    [["--git", git, "--rev", "none", patch], `there is no commit "none" in ${git}`],
    [
      ["--git", git, "--rev=--output=/tmp/hunkbox-pwned", patch],
      'there is no commit "--output=/tmp/hunkbox-pwned"',
    ],
    [["--debian", "linux-image-6.1", patch], '"linux-image-6.1" is not the name of a kernel source package'],
  ])("%j", async (args, says) => {
    const { code, stderr } = await run("check", ...args);
    expect(stderr).toContain(says);
    expect(stderr).toContain("\n  hint: ");
    expect(code).toBe(2);
    expect(existsSync("/tmp/hunkbox-pwned")).toBe(false);
  });

  it("an inspection of nothing", async () => {
    expect(await run("inspect")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is no patch"),
    });
  });
});

describe("inspect of slices", () => {
  it("is of the miniature as of any other tree", async () => {
    const { code, stdout } = await run("inspect", "--slice");
    expect(stdout).toContain("slices of the after side in x86_64");
    expect(code).toBe(0);
  });

  it("says what is in the way of a tree that is none, on 80 columns", async () => {
    const { code, stdout } = await run("inspect", "--tree", tree, "--imports", "-c", "x86_64", patch);
    expect(stdout).toContain("imports of the after side in x86_64\n");
    expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(code).toBe(0);
  });

  it("needs no patch, and is JSON as well", async () => {
    const { stdout } = await run("inspect", "--tree", tree, "--slice", "--json", "-", "-c", "x86_64");
    const report = JSON.parse(stdout) as {
      hunks: unknown[];
      configs: { config: string; slices: unknown[] }[];
    };
    expect(report.hunks).toEqual([]);
    expect(report.configs.map(({ config, slices }) => [config, slices])).toEqual([["x86_64", []]]);
  });
});

describe("a check on a tree of which nothing can be run", () => {
  it("is not comparable, in few lines", async () => {
    const comment = join(dir, "comment.patch");
    const id = repository.commit("comment", { "lib/Kconfig": "config CUP\n# of tea\n" });
    writeFileSync(comment, repository.patchOf(id));
    const { code, stdout } = await run("check", "--tree", tree, comment);
    expect(stdout).toContain("not comparable here: ");
    expect(stdout.split("\n").length).toBeLessThan(30);
    expect(stdout).toContain("not-comparable: ");
    expect(code).toBe(4);
  });

  it("tells all the same where the patch breaks a file's build", async () => {
    const cup = join(dir, "cup.patch");
    const id = repository.commit("spill", { "lib/cup.c": "int cup(void)\n{\n\treturn spill();\n}\n" });
    writeFileSync(cup, repository.patchOf(id));
    const { code, stdout } = await run("check", "--tree", tree, cup);
    expect(stdout).toMatch(
      /^error: implicit declaration of function 'spill'\n {3}--> lib\/cup\.c:3 \(after; /m,
    );
    expect(code).toBe(3);
  });
});
