// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { referenceText } from "../support/check.ts";
import { buildCli, type CliOptions, type CliRun, cliPath, hunkbox } from "../support/cli.ts";
import { FakeRepository } from "../support/fake-repository.ts";
import { FAKE_TREE, writeFiles } from "../support/fake-tree.ts";
import { tempDir } from "../support/temp-dir.ts";

/*
 * What people type as a patch: several files, folders, what git prints, Message-IDs.
 */

const P2M = "arch/x86/xen/p2m.c";
const ID = "1311699345-32579-1@example.org";
const dir = realpathSync(tempDir());
const tree = join(dir, "tree");
const folder = join(dir, "out");
const [first, second] = [join(folder, "0001-one.patch"), join(folder, "0002-two.patch")];
let repository: FakeRepository;

const run = (args: readonly string[], options: CliOptions = {}): Promise<CliRun> => hunkbox(args, options);
const inspect = (words: readonly string[], input = ""): Promise<CliRun> =>
  run(["inspect", "--tree", tree, ...words], { input });
/** How b4 answers. */
const withB4 = (script: string): CliOptions => {
  mkdirSync(join(dir, "bin"), { recursive: true });
  writeFileSync(join(dir, "bin", "b4"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, "bin", "b4"), 0o755);
  return { env: { PATH: `${join(dir, "bin")}:${process.env["PATH"]}` } };
};

beforeAll(() => {
  buildCli();
  writeFiles(tree, FAKE_TREE);
  mkdirSync(join(dir, "git"));
  repository = new FakeRepository(join(dir, "git"));
  repository.commit("one", { [P2M]: "1\ntwo\nthree\n" });
  repository.commit("two", { [P2M]: "1\n2\nthree\n" });
  repository.git("format-patch", "-q", "--cover-letter", "-o", folder, "main~2");
});

/** The series as the report begins: subjects by their places. */
const SERIES = /a series of 2, judged as a whole\n +\d+\. one\n +\d+\. two\n/;

describe("a series is taken from", () => {
  it("files in the order given", async () => {
    const { code, stdout, stderr } = await inspect([first, second]);
    expect(stdout).toMatch(SERIES);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("a folder of git format-patch, its cover letter with it", async () => {
    const { code, stdout, stderr } = await inspect([folder]);
    expect(stdout).toMatch(SERIES);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("what git log -p prints, oldest first, which is told", async () => {
    const { code, stdout, stderr } = await inspect(["-"], `${repository.git("log", "-p", "main~2..main")}\n`);
    expect(stdout).toMatch(SERIES);
    expect(stderr).toBe(
      "hunkbox: (standard input): 2 commits, newest first, as their blob ids tell: applied oldest first\n",
    );
    expect(code).toBe(0);
  });
});

it("what git show prints is one patch, of the commit's author", async () => {
  const { code, stdout } = await inspect(["-"], `${repository.git("show", "main~1")}\n`);
  expect(stdout).toMatch(/^one\n {2}A Tester <tester@example\.org>, \d{4}-\d\d-\d\d\n/);
  expect(code).toBe(0);
});

it("files in the wrong order do not apply, and the error says which, and where", async () => {
  const { code, stderr } = await inspect([second, first]);
  expect(stderr).toContain("applied in the order given, not by their numbers: 2/2, 1/2");
  expect(stderr).toMatch(/p2m\.c: hunk 1 .* does not apply \(patch line \d+ of 0002-two\.patch\)/);
  expect(code).toBe(2);
});

it.each([
  [["gate"], "gate"],
  [["check"], "check"],
])("revisions that are mixed in a folder are one error of %j", async (command) => {
  const mixed = join(dir, "mixed");
  writeFiles(mixed, { "0001-a.patch": "", "v2-0001-a.patch": "" });
  const { code, stderr, stdout } = await run([...command, mixed]);
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: "",
    stderr: `hunkbox: ${mixed}: holds several revisions: v1 (0001-a.patch), v2 (v2-0001-a.patch)\n  hint: give the files of one: ${mixed}/v2-*\n`,
  });
});

describe("a gate", () => {
  it("judges each file on those before it, one that is damaged in its place, and takes a folder", async () => {
    const bad = join(dir, "bad.patch");
    writeFileSync(bad, "no patch\n");
    for (const [words, titles] of [
      [[folder], ["one", "two"]],
      [
        [first, bad, second],
        ["one", "bad.patch", "two"],
      ],
    ] as const) {
      const { code, stdout } = await run(["gate", "--tree", tree, "-c", "x86_64", "-f", "json", ...words]);
      const report = JSON.parse(stdout) as { patches: { title: string }[]; command: string };
      expect(report.patches.slice(0, titles.length).map(({ title }) => title)).toEqual(titles);
      expect(report.command).toContain(words.join(" "));
      // lines of words are no C
      expect(code).toBe(words.length > 1 ? 2 : 3);
    }
  });
});

describe("a Message-ID", () => {
  const ONE = ["-s", "user-map-one-page", "-c", "x86_64", "--plain"];

  it.each([[`<${ID}>`], [ID], [`https://lore.kernel.org/xen-devel/${ID}/t.mbox.gz`]])(
    "is what b4 gives for %s",
    async (word) => {
      const mail = join(dir, "mail.mbox");
      writeFileSync(mail, referenceText());
      const b4 = withB4(`[ "$*" = "am -o - <${ID}>" ] && exec cat ${mail}; echo "got $*" >&2; exit 1`);
      const { code, stdout, stderr } = await run(["check", ...ONE, word], b4);
      expect(stdout).toContain("xen: modify kernel mappings corresponding to granted pages");
      expect(stderr).toContain(`hunkbox: asking b4 for ${ID}\n`);
      expect(stderr).toContain(`b4 gave 1 patch, and <${ID}> is none of them`);
      expect(code).toBe(1);
    },
  );

  it("ends with 5 where b4 fails or is not there, and its words reach no terminal", async () => {
    const { code, stderr } = await run(["check", ID], withB4("printf '\\033[31mno network\\n' >&2; exit 3"));
    expect(stderr).toContain(`hunkbox: b4 does not get ${ID}: it ended with 3 (?[31mno network)\n  hint: `);
    expect(code).toBe(5);
    const none = await run(["gate", ID], { env: { PATH: join(dir, "nothing") } });
    expect(none.stderr).toContain(`b4, which fetches ${ID}, is not installed\n  hint: apt-get install b4`);
    expect(none.code).toBe(5);
  });

  it("ends with 130 on Ctrl-C, in one line, and b4 with it", async () => {
    const ready = join(dir, "ready");
    const { env } = withB4(`echo $$ > ${ready}.new; mv ${ready}.new ${ready}; exec sleep 1000`);
    const child = spawn(process.execPath, [cliPath(), "check", ID], { env: { ...process.env, ...env } });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => {
      stderr += String(text);
    });
    const ended = new Promise((resolve) => {
      child.once("close", resolve);
    });
    await vi.waitFor(() => expect(existsSync(ready)).toBe(true), 60_000);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(stderr).toBe(`hunkbox: asking b4 for ${ID}\nhunkbox: interrupted while b4 was asked for ${ID}\n`);
    const pid = readFileSync(ready, "utf8").trim();
    const isRunning = (): boolean =>
      existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    await vi.waitFor(() => expect(isRunning()).toBe(false), 20_000);
  });

  it.each([
    ["<a@b", "is not a Message-ID"],
    ["https://example.org/a@b", "is not the address of a mail on lore.kernel.org"],
    ["patches/a@b", "no such file"],
  ])("is not taken from %s", async (word, says) => {
    const { code, stderr } = await run(["check", word]);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
