// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { referenceText } from "../support/check.ts";
import { buildCli, hunkbox, withoutProgress } from "../support/cli.ts";

const HARMLESS = "test/fixtures/changes/miniature/mini-lines-moved.patch";
const SMALL = ["-c", "x86_64", "-s", "user-map-one-page"];

beforeAll(buildCli);

/** The command that a check of the project's own patch names for its first problem, without its first word. */
async function namedCommand(input: readonly string[] = [], text = ""): Promise<string[]> {
  const { stdout } = await hunkbox(["check", ...input, ...SMALL], { input: text });
  const [, words = ""] = /^all of one problem: \$ hunkbox (explain 1 .*)$/m.exec(stdout) ?? [];
  return words.split(" ");
}

describe("hunkbox explain N", () => {
  it("is what a check names, and ends with 0 where the check fails", async () => {
    const words = await namedCommand();
    expect(words.slice(0, 2)).toEqual(["explain", "1"]);
    const { code, stdout } = await hunkbox(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ 1\. memory leak: kmap_ops is never freed\n/);
    expect(stdout).toContain("gntdev_alloc_map");
  });

  it("reads a patch from standard input", async () => {
    const input = referenceText();
    const words = await namedCommand(["-"], input);
    expect(words).toContain("-");
    expect((await hunkbox(words, { input })).stdout).toMatch(/^ 1\. memory leak/);
  });

  it("tells of the sides exchanged", async () => {
    const { code, stdout } = await hunkbox(["explain", "1", "-R", ...SMALL]);
    expect(code).toBe(0);
    expect(stdout).toContain("wrong kernel mapping of a granted page");
  });

  it.each([["0"], ["99"], ["4294967297"]])(
    "%s, which there is not, is bad input that says how many",
    async (number) => {
      const { code, stdout, stderr } = await hunkbox(["explain", number, ...SMALL]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(withoutProgress(stderr)).toMatch(
        new RegExp(`^hunkbox: there is no problem ${number}: this check found \\d\\n  hint: .*\\n$`),
      );
    },
  );

  it("says of a check without a problem what the check says", async () => {
    const { code, stderr } = await hunkbox(["explain", "1", HARMLESS, ...SMALL]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no problem 1: this check found none\n {2}hint: it says: pass: /);
  });
});

describe("hunkbox explain WORD", () => {
  it("explains it", async () => {
    const { code, stdout } = await hunkbox(["explain", "memory-leak"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^memory-leak: .*\n\n/);
  });

  it("names the nearest ones of a word that is none", async () => {
    const { code, stdout, stderr } = await hunkbox(["explain", "memry-leek"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      'hunkbox: "memry-leek" is no word that can be explained\n' +
        "  hint: perhaps memory-leak; hunkbox explain lists all words\n",
    );
  });

  it("takes no patch", async () => {
    const { code, stderr } = await hunkbox(["explain", "hang", "fix.mbox"]);
    expect(code).toBe(2);
    expect(stderr).toContain("hang is explained without a patch");
  });

  it("without a word lists all", async () => {
    const { code, stdout } = await hunkbox(["explain"]);
    expect(code).toBe(0);
    expect(stdout).toContain("  memory-leak ");
  });
});
