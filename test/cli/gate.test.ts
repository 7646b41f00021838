// SPDX-License-Identifier: GPL-2.0-only
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { FORMATS } from "../../harness/report/formats/index.ts";
import { buildCli, hunkbox } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";
import { mailBetween, referenceViews, withEdit } from "../support/views.ts";

beforeAll(buildCli);

const GNTDEV = "drivers/xen/gntdev.c";
const FEW = [
  "-c",
  "x86_64",
  "-s",
  "user-map-one-page",
  "-s",
  "fault-map-op-first-page",
  "--today",
  "2026-11-23",
];

/** A folder of a user's with a patch that breaks something, one that mends it, and one that does not fit. */
let dir: string;
const mails = { leak: "", mend: "", misfit: "" };

beforeAll(async () => {
  const { before } = await referenceViews();
  const leaking = withEdit(before, GNTDEV, "\tkfree(map->grants);\n", "");
  mails.leak = mailBetween(before, leaking, "[PATCH 1/2] leak");
  mails.mend = mailBetween(leaking, before, "[PATCH 2/2] mend");
  mails.misfit = mails.leak.replaceAll("map->map_ops", "map->other_ops");
  dir = folder();
});

function folder(): string {
  const made = tempDir();
  writeFileSync(join(made, "leak.mbox"), mails.leak);
  writeFileSync(join(made, "mend.mbox"), mails.mend);
  writeFileSync(join(made, "misfit.mbox"), mails.misfit);
  return made;
}

/** Mails as one mbox. */
const mbox = (...all: string[]): string =>
  all
    .map((mail, i) => mail.replace(/^Message-I[Dd]:.*$/m, `Message-ID: <${i}@example.org>`))
    .map((mail) => `From x Mon Sep 17 00:00:00 2001\n${mail}\n`)
    .join("");

const gate = (args: readonly string[], cwd = dir, input?: string) =>
  hunkbox(["gate", ...args], { cwd, ...(input === undefined ? {} : { input }) });

interface Report {
  readonly exitCode: number;
  readonly line: string;
  readonly input: string;
  readonly command: string;
  readonly patches: readonly { exitCode: number; title: string; refusal: { message: string } | null }[];
  readonly whole: { exitCode: number } | null;
}

const report = async (args: readonly string[], cwd = dir, input?: string): Promise<Report> =>
  JSON.parse((await gate([...args, "-f", "json"], cwd, input)).stdout) as Report;

describe("one patch", () => {
  it("fails with 1 where it breaks something, and names the line", async () => {
    const { code, stdout } = await gate(["leak.mbox", ...FEW]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^FAILS\n\n 1\. memory leak: .*\n {3}--> drivers\/xen\/gntdev\.c:\d+ gntdev_alloc_map\(\)/m,
    );
  });

  it("passes with 0 where it does not", async () => {
    const args = ["mend.mbox", "-c", "x86_64", "-s", "user-map-one-page"];
    // without the first of the series, there is nothing that it could mend
    expect((await gate(args)).code).toBe(2);
    const comment = mails.leak.replace(
      /^-\tkfree\(map->grants\);$/m,
      "-\tkfree(map->grants);\n+\tkfree(map->grants); /* x */",
    );
    const { code, stdout } = await gate(
      ["-", ...FEW],
      dir,
      comment.replace(/^(@@ -\d+,(\d+) \+\d+,)\d+/m, "$1$2"),
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining("pass: 0 regressed")]);
  });

  it("does not apply: 2, and the report says which hunk", async () => {
    const { code, stdout } = await gate(["misfit.mbox", ...FEW]);
    expect(code).toBe(2);
    expect(stdout).toContain("does not apply");
    expect(stdout).toContain("nearest fit");
  });

  it("comes from standard input as well", async () => {
    const { exitCode, input, command } = await report(["-", ...FEW], dir, mails.leak);
    expect([exitCode, input]).toEqual([1, "(standard input)"]);
    expect(command).toBe("hunkbox gate - -c x86_64 -s user-map-one-page -s fault-map-op-first-page");
  });
});

describe("a policy", () => {
  it("is made by --accept, asks for reasons, and then lets the gate pass", async () => {
    const own = folder();
    const first = await gate(["leak.mbox", ...FEW, "--accept"], own);
    expect(first.code).toBe(1);
    expect(first.stderr).toContain("hunkbox.policy.yaml has got 1 entry to accept: write the reason");
    const path = join(own, "hunkbox.policy.yaml");
    const unwritten = await gate(["leak.mbox", ...FEW], own);
    expect(unwritten.code).toBe(2);
    expect(unwritten.stderr).toContain("hunkbox.policy.yaml:4: accept[1].reason: say why");
    writeFileSync(path, readFileSync(path, "utf8").replace("TODO: say why", "freed elsewhere"));
    const accepted = await gate(["leak.mbox", ...FEW], own);
    expect(accepted.code).toBe(0);
    expect(accepted.stdout).toContain("freed elsewhere (until 2027-02-21");
    expect((await gate(["leak.mbox", ...FEW, "--no-policy"], own)).code).toBe(1);
    const later = FEW.map((one) => (one === "2026-11-23" ? "2027-02-22" : one));
    expect((await gate(["leak.mbox", ...later], own)).code).toBe(1);
  });

  it("may name scenarios of the repository, beside it", async () => {
    const own = folder();
    mkdirSync(join(own, "ci"));
    const scenario = JSON.parse(
      readFileSync(join(projectRoot(), "harness/subject/gntdev/catalogue/user-map-one-page.json"), "utf8"),
    ) as object;
    writeFileSync(join(own, "ci", "own.json"), JSON.stringify({ ...scenario, id: "our-own" }));
    writeFileSync(join(own, "ci", "p.yaml"), "version: 1\nconfigs: [x86_64]\nscenarios: [own.json]\n");
    const { stdout } = await gate(["leak.mbox", "--policy", "ci/p.yaml", "-f", "ktap", "--plain"], own);
    expect(stdout).toMatch(/ok \d+ our-own/);
    expect(stdout).not.toContain("x86_32-pae");
    const { stdout: few } = await gate(
      ["leak.mbox", ...FEW, "--reproducer", "ci/own.json", "-f", "ktap"],
      own,
    );
    expect(few.match(/^ {2}(?:not )?ok \d+ (?!applies$|judged$|build$)/gm)).toHaveLength(3);
    const twice = await gate(["leak.mbox", "--policy", "ci/p.yaml", "--reproducer", "ci/own.json"], own);
    expect(twice).toMatchObject({ code: 2 });
    expect(twice.stderr).toContain('there are two scenarios "our-own"');
    rmSync(join(own, "ci", "own.json"));
    const gone = await gate(["leak.mbox", "--policy", "ci/p.yaml"], own);
    expect(gone.code).toBe(2);
    expect(gone.stderr).toContain("ci/p.yaml:3: scenarios[1]: cannot read ci/own.json");
  });
});

describe("a series", () => {
  it("is judged patch by patch, and as a whole", async () => {
    const { exitCode, patches, whole, line } = await report(["-", ...FEW], dir, mbox(mails.leak, mails.mend));
    expect(patches.map((patch) => patch.exitCode)).toEqual([1, 0]);
    expect([whole?.exitCode, exitCode]).toEqual([0, 1]);
    expect(line).toBe("fail: 1 of 2 patches pass; the series as a whole: pass");
  });

  it("may be a folder with a quilt series, in which one bad patch does not stop the others", async () => {
    const own = folder();
    const lines = [
      "# a queue",
      "leak.mbox",
      "",
      "gone.mbox -p1",
      "misfit.mbox # does not fit",
      "../leak.mbox",
      "leak.mbox -p0",
      "link.mbox",
      "empty.mbox",
      "mend.mbox",
    ];
    writeFileSync(join(own, "series"), `${lines.join("\n")}\n`);
    writeFileSync(join(own, "empty.mbox"), "hello\n");
    symlinkSync("/etc/passwd", join(own, "link.mbox"));
    const { patches, exitCode, whole } = await report([own, ...FEW], own);
    expect(patches.map((patch) => patch.exitCode)).toEqual([1, 2, 2, 2, 2, 2, 2, 0]);
    expect([whole?.exitCode, exitCode]).toEqual([0, 2]);
    const messages = patches.map(({ refusal }) => refusal?.message.replace(own, "") ?? "");
    expect(messages[1]).toContain("/series:4: gone.mbox is not there");
    expect(messages[3]).toContain("/series:6: ../leak.mbox is outside of the folder");
    expect(messages[4]).toContain("/series:7: leak.mbox has the option -p0");
    expect(messages[5]).toContain("/series:8: link.mbox is a link");
  });

  it("with a damaged mail is judged without it", async () => {
    const cut = mails.leak.replace(/^@@ -(\d+),\d+ /m, "@@ -$1,99 ").replace("1/2", "3/3");
    const { patches } = await report(["-", ...FEW], dir, mbox(mails.leak, cut).replaceAll("/2]", "/3]"));
    expect(patches.map((patch) => patch.exitCode)).toEqual([1, 2]);
  });
});

describe("reports", () => {
  it("come in all formats at once, and the same gate gives the same bytes", async () => {
    const write = async (): Promise<Map<string, string>> => {
      const own = folder();
      const formats = FORMATS.flatMap(({ name }) => ["-f", `${name}=out-${name}`]);
      const { code, stdout, stderr } = await gate(["leak.mbox", ...FEW, ...formats], own);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^hunkbox: fail: 1 regressed/m);
      const names = readdirSync(own).filter((name) => name.startsWith("out-"));
      return new Map(names.toSorted().map((name) => [name, readFileSync(join(own, name), "utf8")]));
    };
    const first = await write();
    expect(first.size).toBe(FORMATS.length);
    expect(await write()).toEqual(first);
  });

  it("are the same from parts as from one job", async () => {
    const own = folder();
    for (const i of [1, 2, 3]) {
      const part = await gate(["leak.mbox", ...FEW, "--shard", `${i}/3`, "--out", `part-${i}.json`], own);
      expect([part.code, part.stdout]).toEqual([0, ""]);
    }
    const parts = [3, 1, 2].map((i) => `part-${i}.json`);
    const to = (name: string) => FORMATS.flatMap((one) => ["-f", `${one.name}=${name}-${one.name}`]);
    const args = ["--today", "2026-11-23", ...to("merged")];
    const merged = await hunkbox(["merge", ...parts, ...args], { cwd: own });
    await gate(["leak.mbox", ...FEW, ...to("single")], own);
    expect(merged.code).toBe(1);
    for (const { name } of FORMATS) {
      const [all, one] = ["merged", "single"].map((of) => readFileSync(join(own, `${of}-${name}`), "utf8"));
      expect(all, name).toBe(one);
    }
    const without = await hunkbox(["merge", "part-1.json", "part-3.json"], { cwd: own });
    expect(without).toMatchObject({ code: 2, stdout: "" });
    expect(without.stderr).toContain("part 2/3 is missing");
  });

  it("are not made without the policy that their parts had", async () => {
    const own = folder();
    writeFileSync(join(own, "p.yaml"), "version: 1\n");
    const part = [
      "leak.mbox",
      ...FEW,
      "--plain",
      "--policy",
      "p.yaml",
      "--shard",
      "1/1",
      "--out",
      "part.json",
    ];
    expect((await gate(part, own)).code).toBe(0);
    const without = await hunkbox(["merge", "part.json"], { cwd: own });
    expect(without).toMatchObject({ code: 2, stdout: "" });
    expect(without.stderr).toContain("the parts were made with a policy");
    expect((await hunkbox(["merge", "part.json", "--policy", "p.yaml"], { cwd: own })).code).toBe(1);
    expect((await hunkbox(["merge", "part.json", "--no-policy"], { cwd: own })).code).toBe(1);
  });

  it("of b4 are empty for a cover letter", async () => {
    const cover = "From: a@x\nSubject: [PATCH 0/2] both\n\nhello\n";
    expect(await gate(["-", "-f", "b4"], dir, cover)).toMatchObject({ code: 0, stdout: "[]\n" });
    expect(await gate(["-"], dir, cover)).toMatchObject({ code: 2 });
  });
});

test.each<readonly [args: string[], message: RegExp]>([
  [["nothing.mbox"], /nothing\.mbox: no such file/],
  [["leak.mbox", "-f", "tap"], /there is no format "tap"/],
  [["leak.mbox", "-f", "junit="], /names no file/],
  [["leak.mbox", "-f", "junit", "-f", "json"], /two formats go to standard output/],
  [["leak.mbox", "-f", "junit=a", "-f", "json=a"], /two formats go to a/],
  [["leak.mbox", "--shard", "1/2"], /--shard needs --out/],
  [["leak.mbox", "--shard", "3/2", "--out", "x"], /--shard 3\/2 is no part/],
  [["leak.mbox", "--shard", "1/2", "--out", "x", "-f", "json"], /exclude each other/],
  [["leak.mbox", "--today", "2026-02-30"], /--today 2026-02-30 is no day/],
  [["leak.mbox", "--policy", "no.yaml"], /cannot read the policy no\.yaml/],
  [["leak.mbox", "--policy", "leak.mbox"], /leak\.mbox:\d+: /],
  [["leak.mbox", "--accept", "--no-policy"], /exclude each other/],
  [["leak.mbox", "-s", "no-such"], /there is no scenario/],
  [["."], /: holds patches without a number, so without an order: leak.mbox, mend.mbox/],
  [["--range", "a..b"], /--range needs --git/],
])("%j is refused with one error and exit code 2", async (args, message) => {
  const { code, stdout, stderr } = await gate(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr.match(/^hunkbox: /gm)).toHaveLength(1);
});

describe("a report that cannot be written", () => {
  it.each([
    [["-f", "junit=no/such/folder.xml"], "cannot write no/such/folder.xml: ENOENT"],
    [["-f", "junit=."], "cannot write .: it is a folder"],
    [["--shard", "1/2", "--out", "no/part.json"], "cannot write no/part.json: ENOENT"],
    [["--accept", "--policy", "no/p.yaml"], "cannot write no/p.yaml: ENOENT"],
  ])("(%j) is told before anything is run, and ends with 5", async (args, message) => {
    const { code, stdout, stderr } = await gate(["nothing.mbox", ...args]);
    expect([code, stdout]).toEqual([5, ""]);
    expect(stderr).toContain(message);
  });

  it.skipIf(!existsSync("/dev/full"))("takes nothing away of what people read", async () => {
    const { code, stdout, stderr } = await gate([
      "leak.mbox",
      ...FEW,
      "-f",
      "terminal",
      "-f",
      "junit=/dev/full",
    ]);
    expect(code).toBe(5);
    expect(stdout).toContain("fail: 1 regressed");
    expect(stderr).toContain("cannot write /dev/full: ENOSPC");
  });
});

it("judges the project's own patch where none is given", async () => {
  const own = tempDir();
  cpSync(join(projectRoot(), REFERENCE_PATCH), join(own, "fix.mbox"));
  const { patches } = await report([...FEW], own);
  expect(patches[0]?.title).toContain("granted pages");
});
