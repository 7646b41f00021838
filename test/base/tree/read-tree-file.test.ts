// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readTreeFile } from "../../../harness/base/tree/read-tree-file.ts";
import { writeFiles } from "../../support/fake-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";

const dir = realpathSync(tempDir());
const tree = join(dir, "tree");

beforeAll(() => {
  writeFiles(dir, {
    secret: "secret",
    "tree-beside/x.h": "beside",
    "tree/include/a.h": "a",
    "tree/.git/config": "config",
  });
  symlinkSync("a.h", join(tree, "include/link.h"));
  symlinkSync("../../secret", join(tree, "include/out.h"));
  symlinkSync("/etc/passwd", join(tree, "include/passwd.h"));
  symlinkSync("..", join(tree, "up"));
  symlinkSync("../tree-beside", join(tree, "beside"));
  symlinkSync("../.git/config", join(tree, "include/config.h"));
  symlinkSync("loop.h", join(tree, "include/loop.h"));
  execFileSync("mkfifo", [join(tree, "include/pipe.h")]);
  mkdirSync(join(tree, "include/folder.h"));
  writeFileSync(join(tree, "include/huge.h"), "x");
  truncateSync(join(tree, "include/huge.h"), 10_000_001);
  writeFileSync(join(tree, "include/large.h"), "x");
  truncateSync(join(tree, "include/large.h"), 10_000_000);
});

describe("a file of a tree", () => {
  it.each(["include/a.h", "include/link.h"])("%s is read", (path) => {
    expect(readTreeFile(tree, path)).toBe("a");
  });

  it("of 10 MB is read", () => {
    expect(readTreeFile(tree, "include/large.h")).toHaveLength(10_000_000);
  });

  it.each([
    "include/none.h",
    "include/a.h/b",
    "../secret",
    "include/../../secret",
    "/etc/passwd",
    "include/out.h",
    "include/passwd.h",
    "up/secret",
    "up/tree/include/a.h/..",
    "beside/x.h",
    ".git/config",
    "include/config.h",
    "include/loop.h",
    "include/pipe.h",
    "include/folder.h",
    "include/huge.h",
    "",
    "include/a.h\0",
  ])("%j does not exist", (path) => {
    expect(readTreeFile(tree, path)).toBeNull();
  });
});
