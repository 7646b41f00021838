// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BaseError } from "../../../harness/base/base-error.ts";
import type { KernelTree } from "../../../harness/base/tree/kernel-tree.ts";
import { openTree } from "../../../harness/base/tree/open-tree.ts";
import { FAKE_TREE, writeFiles } from "../../support/fake-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";

const dir = realpathSync(tempDir());
let made = 0;

function treeWith(files: Readonly<Record<string, string>>): string {
  const path = join(dir, `tree-${++made}`);
  writeFiles(path, { ...FAKE_TREE, ...files });
  return path;
}

const open = (path: string): KernelTree => openTree(path, { from: "at /x", identity: null, kconfig: null });

function refusal(path: string): BaseError {
  try {
    open(path);
  } catch (error) {
    if (error instanceof BaseError) return error;
    throw error;
  }
  throw new Error("it was opened");
}

describe("a kernel tree is named by its version", () => {
  it.each([
    ["VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION =\nNAME = x\n", "6.1.192", [6, 1, 192]],
    ["VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\n", "6.13.0-rc1", [6, 13, 0]],
    ["VERSION=2\nPATCHLEVEL=6\nSUBLEVEL=39\nEXTRAVERSION=.4\n", "2.6.39.4", [2, 6, 39]],
    ["VERSION = 3\nPATCHLEVEL = 0\n", "3.0.0", [3, 0, 0]],
    ["VERSION = 3\nPATCHLEVEL = 0\nEXTRAVERSION = $(shell id)\n", "3.0.0", [3, 0, 0]],
  ])("%j", (Makefile, release, version) => {
    const tree = open(treeWith({ Makefile }));
    expect(tree).toMatchObject({ release, version, name: `linux ${release} at /x` });
  });

  it("and stands at the end of a link to it", () => {
    const path = treeWith({});
    symlinkSync(path, join(dir, "link"));
    expect(open(join(dir, "link")).dir).toBe(path);
  });
});

describe("what is no kernel tree is refused:", () => {
  it("nothing", () => {
    expect(refusal(join(dir, "none")).message).toContain("there is no such directory");
  });

  it("a file, and a pipe that nobody writes to", () => {
    writeFileSync(join(dir, "file"), "");
    execFileSync("mkfifo", [join(dir, "pipe")]);
    for (const name of ["file", "pipe"])
      expect(refusal(join(dir, name)).message).toMatch(/is not a directory$/);
  });

  it("a folder without a Makefile, or with that of something else", () => {
    mkdirSync(join(dir, "empty"));
    expect(refusal(join(dir, "empty")).message).toContain("it has no Makefile");
    const other = treeWith({ Makefile: "all:\n" });
    expect(refusal(other).message).toContain("its Makefile sets no VERSION");
  });

  it("one whose Makefile is a pipe", () => {
    const path = join(dir, "piped");
    mkdirSync(path);
    execFileSync("mkfifo", [join(path, "Makefile")]);
    expect(refusal(path).message).toContain("it has no Makefile");
  });

  it("one without Xen for x86", () => {
    const path = join(dir, "arm");
    writeFiles(path, { Makefile: FAKE_TREE["Makefile"]! });
    expect(refusal(path)).toMatchObject({
      fault: "input",
      message: `${path} is not a kernel tree: it has no arch/x86/xen`,
    });
  });
});
