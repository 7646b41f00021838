// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { parse, referenceText } from "../support/check.ts";
import { buildCli, type CliRun, hunkbox } from "../support/cli.ts";
import { dropHunk, hunksOf, replaceOnce } from "../support/edit-mail.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = tempDir();
const FEW = ["-c", "x86_64", "-s", "user-map-one-page"];

beforeAll(async () => {
  buildCli();
  const text = referenceText();
  const [patch] = (await parse(text)).patches;
  const hunk = (path: string, number: number) =>
    hunksOf(patch!).find((one) => one.path === path && one.number === number)!;
  const files = {
    "fix.mbox": text,
    "changed.mbox": replaceOnce(text, "+	if (kmap_op != NULL) {", "+	if (kmap_op == NULL) {"),
    "unreached.mbox": dropHunk(text, patch!, hunk("drivers/xen/gntdev.c", 4)),
    "elsewhere.mbox": dropHunk(text, patch!, hunk("arch/x86/xen/mmu.c", 2)),
    "misfit.mbox": text
      .replace(" 	if (clear_pte", " 	if (clear_ptes")
      .replace("-	if (clear_pte", "-	if (clear_ptes"),
    "typo.mbox": replaceOnce(text, "+	if (kmap_op != NULL) {", "+	if (kmap_ops != NULL) {"),
  };
  for (const [name, mail] of Object.entries(files)) writeFileSync(join(dir, name), mail);
});

const backport = (...args: string[]): Promise<CliRun> => hunkbox(["backport", ...args], { cwd: dir });

describe("a backport", () => {
  it("that does what upstream does is faithful: 0", async () => {
    const { code, stdout } = await backport("fix.mbox", "fix.mbox", ...FEW);
    expect(code).toBe(0);
    expect(stdout).toContain("effects kept in 1 scenario\n");
    expect(stdout).toMatch(
      /^faithful: effects: \d+ kept, 0 lost, 0 extra; within 1 scenario run on each base$/m,
    );
  });

  it("with a condition changed is not: 1, and what is lost has its name", async () => {
    const { code, stdout } = await backport("fix.mbox", "--on", "miniature", "changed.mbox", ...FEW);
    expect(code).toBe(1);
    const [, lost = ""] = stdout.split("LOST: upstream does it, the backport does not\n");
    expect(lost).toContain("kernel-view fixed  arch/x86/xen/p2m.c:704 in m2p_add_override");
    expect(stdout).toContain("if (kmap_op != NULL) {  became  + if (kmap_op == NULL) {");
  });

  it("without a hunk that no scenario reaches is not comparable: 4", async () => {
    const { code, stdout } = await backport("fix.mbox", "unreached.mbox", ...FEW);
    expect(code).toBe(4);
    expect(stdout).toMatch(/hunk 4 of drivers\/xen\/gntdev\.c/);
  });

  it("without a hunk that makes no code here is faithful here, and says so", async () => {
    const { code, stdout } = await backport("fix.mbox", "elsewhere.mbox", ...FEW);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "faithful: hunk 2 of arch/x86/xen/mmu.c is not there, which makes no other code in x86_64; effects:",
    );
    expect(stdout).toContain("with or without it, the code is the same");
  });

  it("that does not build ends with 3", async () => {
    const { code, stdout } = await backport("fix.mbox", "typo.mbox", ...FEW);
    expect(code).toBe(3);
    expect(stdout).toContain("the after side of the backport does not build");
  });

  it("is told as JSON too, the same each time", async () => {
    const write = async (): Promise<string> => {
      const { code } = await backport("fix.mbox", "changed.mbox", ...FEW, "--json", "out.json");
      expect(code).toBe(1);
      return readFileSync(join(dir, "out.json"), "utf8");
    };
    const first = await write();
    expect(JSON.parse(first)).toMatchObject({ verdict: "not-faithful", exitCode: 1 });
    expect(await write()).toBe(first);
  });
});

test.each<readonly [args: string[], message: RegExp]>([
  [["fix.mbox", "misfit.mbox"], /the backport does not apply: arch\/x86/],
  [["misfit.mbox", "fix.mbox"], /the upstream patch does not apply: arch\/x86/],
  [["fix.mbox", "nothing.mbox"], /nothing\.mbox: no such file/],
  [["fix.mbox"], /there is no upstream patch to compare it with/],
  [["fix.mbox", "fix.mbox", "fix.mbox"], /3 patches are given/],
  [["-", "-"], /both patches are to come from standard input/],
  [["fix.mbox", "fix.mbox", "--on", "nowhere"], /--on "nowhere" is no base/],
  [["fix.mbox", "--on", "miniature", "--on", "miniature"], /--on is given 2 times for one patch/],
  [["fix.mbox", "fix.mbox", "--upstream-git", "."], /exclude each other/],
])("%j is refused with one error and exit code 2", async (args, message) => {
  const { code, stdout, stderr } = await backport(...args, ...FEW);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr.match(/^hunkbox: (?!backport: |upstream: )/gm)).toHaveLength(1);
});

it("that cannot be written is told before anything is run: 5", async () => {
  const { code, stderr } = await backport("nothing.mbox", "fix.mbox", "--json", "no/such/folder.json");
  expect(code).toBe(5);
  expect(stderr).toContain("cannot write no/such/folder.json");
});
