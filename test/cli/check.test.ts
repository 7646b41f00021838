// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { referenceText } from "../support/check.ts";
import { buildCli, type CliRun, cliPath, hunkbox, withoutProgress } from "../support/cli.ts";
import { replaceOnce } from "../support/edit-mail.ts";
import { tempDir } from "../support/temp-dir.ts";
import { mailBetween, referenceViews, withEdit, withFile } from "../support/views.ts";

const dir = tempDir();
const text = referenceText();
const reference = join(projectRoot(), REFERENCE_PATCH);
const ESCAPE = "\u001b";

beforeAll(buildCli);

function file(name: string, content: string): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

interface Report {
  readonly verdict: string;
  readonly exitCode: number;
  readonly summary: string;
  readonly configs: unknown;
}

const json = async (...args: string[]): Promise<Report> =>
  JSON.parse((await hunkbox(["check", "--json", "-", ...args])).stdout) as Report;

/** A report's findings without the lines of the mail, which depend on what is around the patch. */
const withoutInputLines = ({ verdict, exitCode, summary, configs }: Report): unknown =>
  JSON.parse(
    JSON.stringify({ verdict, exitCode, summary, configs }, (key, value: unknown) =>
      key === "inputLine" ? undefined : value,
    ),
  );

describe("the project's own patch, all scenarios, all configurations", () => {
  let runs: CliRun[];
  beforeAll(async () => {
    const args = ["check", "--json", "-"];
    runs = [await hunkbox(args), await hunkbox(args), await hunkbox([...args, reference], { cwd: dir })];
  });

  it("ends with 3: a side does not build in one configuration", () => {
    expect(runs.map(({ code }) => code)).toEqual([3, 3, 3]);
  });

  it("gives JSON and nothing else on standard output", () => {
    expect(JSON.parse(runs[0]!.stdout)).toMatchObject({ verdict: "does-not-build", exitCode: 3 });
    expect(runs[0]!.stdout).toMatch(/^\{\n.*\n\}\n$/s);
  });

  it("gives the same bytes again, and from any folder", () => {
    expect(runs[1]!.stdout).toBe(runs[0]!.stdout);
    expect(runs[2]!.stdout).toBe(runs[0]!.stdout);
  });

  it("has no path of this machine and no clock in its report", () => {
    expect(runs[0]!.stdout).not.toContain(projectRoot());
    expect(runs[0]!.stdout).not.toMatch(/\b20[2-9]\d-\d\d-\d\d/);
  });

  it("gives the same bytes from two processes that share a fresh cache", async () => {
    const env = { HUNKBOX_CACHE: join(dir, "fresh-cache") };
    const both = await Promise.all([1, 2].map(() => hunkbox(["check", "--json", "-"], { env })));
    for (const { stdout, code } of both) {
      expect(code).toBe(3);
      expect(stdout).toBe(runs[0]!.stdout);
    }
    expect(readdirSync(env.HUNKBOX_CACHE).filter((name) => name.startsWith("tmp-"))).toEqual([]);
  });

  it("gives the same verdict from the archive page that it was found on", async () => {
    const page = [
      "All of lists.example.org",
      " help / color / mirror / Atom feed",
      "From: Cup Bearer <cup@example.org>",
      "To: Tess Kettle <tess@example.org>",
      "Subject: Re: pots boil over",
      "Date: Tue, 4 Mar 2025 12:35:57 +0100\t[thread overview]",
      "Message-ID: <page@example.org> (raw)",
      "",
      "[-- Attachment #1: Type: text/plain, Size: 60 bytes --]",
      "",
      "> diff --git a/x b/x",
      "",
      "[-- Attachment #2: fix.mbox --]",
      "[-- Type: text/plain, Size: 999 bytes --]",
      "",
      `>${text}`,
      "",
      "  reply\tother threads:[~2025-03-04 11:36 UTC|newest]",
      "",
      "Thread overview: 2+ messages / expand[flat|nested]  mbox.gz  Atom feed  top",
      "",
    ].join("\n");
    const report = await json(file("page.txt", page));
    const mbox = JSON.parse(runs[0]!.stdout) as Report;
    expect(withoutInputLines(report)).toEqual(withoutInputLines(mbox));
  });
});

describe("the exit code is", () => {
  it("0 for a patch that changes nothing", async () => {
    const { before } = await referenceViews();
    const path = "drivers/xen/grant-table.c";
    const mail = mailBetween(before, withFile(before, path, `${before.read(path)}/* nothing */\n`));
    const { code, stdout } = await hunkbox(["check", file("comment.mbox", mail)]);
    expect(stdout).toContain("pass: ");
    expect(code).toBe(0);
  });

  it("1 for one that regresses", async () => {
    const { code, stdout } = await hunkbox(["check", "--config", "x86_64", reference]);
    expect(stdout).toMatch(/^NOT OK \(exit 1\) {3}\d+ problems/m);
    expect(code).toBe(1);
  });
});

describe("a patch is read", () => {
  const args = ["--config", "x86_64", "--scenario", "user-map-one-page", "--json", "-"];

  it("from a file and from standard input alike", async () => {
    const [fromFile, fromPipe] = await Promise.all([
      hunkbox(["check", reference, ...args]),
      hunkbox(["check", "-", ...args], { input: text }),
    ]);
    expect(fromPipe).toEqual(fromFile);
  });

  it("with the line ends of another system", async () => {
    const dos = await json(file("dos.mbox", text.replaceAll("\n", "\r\n")), ...args.slice(0, 4));
    const unix = await json(reference, ...args.slice(0, 4));
    expect(withoutInputLines(dos)).toEqual(withoutInputLines(unix));
  });
});

describe("what is asked for", () => {
  const ONE = ["--config", "x86_64", "--scenario", "user-map-one-page"];

  it("may be a scenario of one's own", async () => {
    const path = "harness/subject/gntdev/catalogue/user-map-one-page.json";
    const own = JSON.parse(readFileSync(join(projectRoot(), path), "utf8")) as object;
    const mine = file("mine.json", JSON.stringify({ ...own, id: "mine" }));
    const report = await json("--scenario", mine, "--config", "x86_64");
    expect(report).toMatchObject({ configs: [{ config: "x86_64", scenarios: [{ id: "mine" }] }] });
  });

  it("may be several configurations, in one option or in two", async () => {
    const scenario = ["--scenario", "user-map-one-page"];
    const one = await json("--config", "x86_32-pae-highmem,x86_64", ...scenario);
    const two = await json("--config", "x86_64", "--config", "x86_32-pae-highmem", ...scenario);
    expect(one).toEqual(two);
    expect(one.configs).toMatchObject([{ config: "x86_64" }, { config: "x86_32-pae-highmem" }]);
  });

  it("is written to a file as to standard output, beside the text", async () => {
    const path = join(dir, "report.json");
    const { stdout } = await hunkbox(["check", ...ONE, "--json", path]);
    expect(readFileSync(path, "utf8")).toBe((await hunkbox(["check", ...ONE, "--json", "-"])).stdout);
    expect(stdout).toMatch(/^xen: modify kernel mappings corresponding to granted pages\n/);
  });

  it("does not take the work of two threads to be the same: all scenarios and one", async () => {
    type Parts = { configs: { scenarios: { id: string }[] }[] };
    const all = (await json("--config", "x86_64")) as unknown as Parts;
    const one = (await json(...ONE)) as unknown as Parts;
    const [alone] = one.configs[0]!.scenarios;
    expect(all.configs[0]!.scenarios.find(({ id }) => id === "user-map-one-page")).toEqual(alone);
  });
});

describe("the other commands end with 0:", () => {
  it.each([
    ["scenarios", ["scenarios"], /\d+ scenarios; "hunkbox scenarios ID"/],
    ["scenarios ID", ["scenarios", "user-map-one-page"], /1\. \{ "do": "grant"/],
    ["inspect", ["inspect", reference], /hunk 1: line 12, \+1 -0/],
    ["trace", ["trace", "user-map-one-page", "--config", "x86_64"], /rows, \d+ on one side only/],
    ["--version", ["--version"], /^\d+\.\d+\.\d+\n$/],
    [
      "--version --verbose",
      ["--version", "--verbose"],
      /node \d.*toolchain: emcc.*confined by.*MiB a file\n$/s,
    ],
    ["--help", ["--help"], /Exit codes:.*5 {2}the tool failed/s],
    ["check --help", ["check", "--help"], /--reverse/],
  ])("%s", async (_, args, expected) => {
    const { code, stdout, stderr } = await hunkbox(args);
    expect({ code, stderr: withoutProgress(stderr) }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(expected);
  });
});

describe("a reader that has seen enough is no error", () => {
  it.each([
    [["check", "--all"], 3],
    [["scenarios"], 0],
    [["trace", "user-map-32-pages", "--config", "x86_64"], 0],
  ] as const)("of %j", async (args, expected) => {
    const { code, stderr } = await hunkbox(args, { closeAfter: 1 });
    expect(stderr).not.toMatch(/EPIPE|Error|cannot write|at /);
    expect(code).toBe(expected);
  });
});

describe("what came by mail is not obeyed by a terminal", () => {
  const evil = `${ESCAPE}]0;owned\u0007${ESCAPE}[31m\u202egpj.exe`;
  const obeyed = (shown: string): string[] =>
    ["\u0007", ESCAPE, "\u202e"].filter((one) => shown.includes(one));
  const encoded = `=?utf-8?B?${Buffer.from(`[PATCH] ${evil}`).toString("base64")}?=`;

  it.each(["check", "inspect"])("in the subject and the author, by %s", async (command) => {
    const mail = replaceOnce(
      text,
      "Subject: [PATCH] xen: modify kernel mappings corresponding to granted pages",
      `Subject: ${encoded}`,
    ).replace("From: Stefano Stabellini <", `From: Stef${evil} <`);
    const path = file(`evil-${command}.mbox`, mail);
    const { stdout, stderr } = await hunkbox([command, path]);
    expect(stdout).toContain("owned");
    expect(obeyed(stdout + stderr)).toEqual([]);
  });

  it("in a line of code that does not compile or apply", async () => {
    const mail = replaceOnce(
      text,
      "+	struct gnttab_map_grant_ref   *kmap_ops;",
      `+	struct ${evil} *kmap_ops;`,
    );
    for (const changed of [mail, mail.replaceAll("-			    bool clear_pte);", `-${evil}`)]) {
      const { stdout, stderr, code } = await hunkbox(["check", file("evil-code.mbox", changed)]);
      expect([2, 3]).toContain(code);
      expect(obeyed(stdout + stderr)).toEqual([]);
    }
  });

  it("in the name of a function that is not modelled", async () => {
    const { before } = await referenceViews();
    const changed = withEdit(
      before,
      "drivers/xen/gntdev.c",
      "	INIT_LIST_HEAD(&priv->maps);\n",
      "	INIT_LIST_HEAD(&priv->maps);\n	tea();\n",
    );
    const named = withEdit(
      changed,
      "drivers/xen/gntdev.c",
      "static int limit = 1024;\n",
      'extern int tea(void) __asm__("\\033]0;owned\\007");\nstatic int limit = 1024;\n',
    );
    const path = file("evil-function.mbox", mailBetween(before, named));
    const { stdout, stderr } = await hunkbox(["check", path, "--config", "x86_64"]);
    expect(stdout).toContain("tea");
    expect(obeyed(stdout + stderr)).toEqual([]);
  });

  it("in a file's name", async () => {
    const diff = `--- a/${evil}.c\n+++ b/${evil}.c\n@@ -1 +1 @@\n-a\n+b\n`;
    const { stdout, stderr, code } = await hunkbox(["check", file("evil-name.diff", diff)]);
    expect(code).toBe(2);
    expect(obeyed(stdout + stderr)).toEqual([]);
  });
});

describe("colours", () => {
  const args = ["scenarios", "user-map-one-page"];
  const onTerminal = async (env: Readonly<Record<string, string>>, ...more: string[]): Promise<string> => {
    const command = [process.execPath, cliPath(), ...args, ...more].map((one) => `'${one}'`).join(" ");
    return await new Promise((resolve, reject) => {
      const clean = { ...process.env, TERM: "xterm", NO_COLOR: "", FORCE_COLOR: "", ...env };
      execFile("script", ["-qec", command, "/dev/null"], { env: clean }, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
    });
  };

  test("are there on a terminal", async () => {
    expect(await onTerminal({})).toContain(`${ESCAPE}[1m`);
  });

  test("are not there with NO_COLOR, on a dumb terminal, or with --no-color", async () => {
    expect(await onTerminal({ NO_COLOR: "1" })).not.toContain(ESCAPE);
    expect(await onTerminal({ TERM: "dumb" })).not.toContain(ESCAPE);
    expect(await onTerminal({}, "--no-color")).not.toContain(ESCAPE);
  });

  test("are not there in a pipe, unless they are forced", async () => {
    const withEnv = async (env: Record<string, string | undefined>): Promise<string> =>
      (await hunkbox(args, { env })).stdout;
    expect(await withEnv({ NO_COLOR: undefined })).not.toContain(ESCAPE);
    expect(await withEnv({ NO_COLOR: undefined, FORCE_COLOR: "1" })).toContain(ESCAPE);
    expect(await withEnv({ NO_COLOR: "1", FORCE_COLOR: "1" })).not.toContain(ESCAPE);
  });
});
