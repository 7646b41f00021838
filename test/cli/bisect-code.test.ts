// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bisectCode } from "../../harness/cli/bisect-code.ts";
import { Interrupted } from "../../harness/cli/inputs/interrupted.ts";
import { referenceText } from "../support/check.ts";
import { buildCli, hunkbox } from "../support/cli.ts";
import { FAKE_TREE, writeFiles } from "../support/fake-tree.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = realpathSync(tempDir());
const ONE = ["-c", "x86_64", "-s", "user-map-one-page", "--plain"];

describe("an exit code for git bisect run", () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 125],
    [3, 125],
    [4, 125],
    [5, 255],
  ])("of a verdict: %i is %i", (code, bisect) => {
    expect(bisectCode(code)).toBe(bisect);
  });

  it("of an error stops the bisection: it is none of the commit's; who interrupts it is told by his signal", () => {
    expect(bisectCode(2, new Error("no such file"))).toBe(255);
    expect(bisectCode(130, new Interrupted("stopped", "SIGINT"))).toBe(130);
  });
});

describe("check --bisect", () => {
  beforeAll(() => {
    buildCli();
    writeFiles(join(dir, "tree"), FAKE_TREE);
    writeFileSync(join(dir, "fix.mbox"), referenceText());
    writeFileSync(join(dir, "talk"), "tea\n");
    const misfit = "--- a/lib/cup.c\n+++ b/lib/cup.c\n@@ -1 +1 @@\n-saucer\n+cup\n";
    writeFileSync(join(dir, "misfit"), misfit);
    writeFileSync(
      join(dir, "comment"),
      misfit.replaceAll("lib/cup.c", "lib/Kconfig").replace("saucer", "config CUP"),
    );
  });

  it.each([
    ["a regression is a bad commit", 1, [...ONE, join(dir, "fix.mbox")]],
    ["a patch that does not apply to it", 125, ["--tree", join(dir, "tree"), join(dir, "misfit")]],
    ["a patch of which nothing can be run", 125, ["--tree", join(dir, "tree"), join(dir, "comment")]],
    ["a mail without a patch", 255, [join(dir, "talk")]],
    ["a file that is not there", 255, [join(dir, "none")]],
    ["a mistyped option", 255, ["--revers", join(dir, "fix.mbox")]],
    ["a range", 255, ["--git", dir, "--range", "a..b"]],
  ])("%s: %i", async (_, code, args) => {
    const run = await hunkbox(["check", "--bisect", ...args]);
    expect(run.code, run.stderr).toBe(code);
  });

  it("ends with 255 where there is no compiler", async () => {
    const env = { PATH: dir, EMCC: undefined, HUNKBOX_CACHE: join(dir, "fresh") };
    expect((await hunkbox(["check", "--bisect", ...ONE], { env })).code).toBe(255);
  });

  it("is no word of other commands", async () => {
    expect((await hunkbox(["gate", "--bisect"])).code).toBe(2);
  });
});
