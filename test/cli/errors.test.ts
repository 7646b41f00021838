// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { referenceText } from "../support/check.ts";
import { buildCli, type CliOptions, type CliRun, hunkbox } from "../support/cli.ts";
import { replaceOnce } from "../support/edit-mail.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = tempDir();
const text = referenceText();

beforeAll(buildCli);

/** A file with this text, by a name that says what it is. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const scenario = (over: object): string =>
  JSON.stringify({
    id: "mine",
    title: "Mine",
    story: "A story.",
    level: "user",
    steps: [{ do: "open", file: "f" }],
    ...over,
  });

const ONE = ["--scenario", "user-map-one-page", "--config", "x86_64"];

/** A command line that cannot do its job. */
interface ErrorCase {
  readonly args: readonly string[];
  readonly code: number;
  /** What the error has to say. */
  readonly says: readonly string[];
  readonly options?: CliOptions;
}

const bad = (...says: readonly string[]) => ({ code: 2, says });
const failed = (...says: readonly string[]) => ({ code: 5, says });
const patch = (name: string, content: string | Uint8Array) => ({ args: ["check", file(name, content)] });
const withScenario = (name: string, content: string) => ({
  args: ["check", "--scenario", file(name, content)],
});
const noise = new Uint8Array(4096).map((_, i) => (i * 37) ^ (i >> 3));
const lacking = "--- a/kernel/sched.c\n+++ b/kernel/sched.c\n@@ -1 +1 @@\n-a\n+b\n";
const outside = lacking.replaceAll("kernel/sched.c", "../../etc/passwd");
const binary =
  "From: a@b.c\nSubject: x\n\n---\ndiff --git a/x.bin b/x.bin\nindex 1..2 100644\nGIT binary patch\nliteral 4\nLc${NkU|;|M00aO5\n\nliteral 0\nHcmV?d00001\n";
const link =
  "diff --git a/x.c b/x.c\nindex 1111111..2222222 120000\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-y.c\n+z.c\n";
const other = replaceOnce(
  text,
  "-\t\tret = m2p_add_override(mfn, pages[i],",
  "-\t\tret = m2p_put_override(mfn, pages[i],",
);

const ERRORS: Readonly<Record<string, ErrorCase>> = {
  "a file that is not there": { args: ["check", join(dir, "no.mbox")], ...bad("no.mbox: no such file") },
  "a directory": { args: ["check", dir], ...bad("is a directory") },
  "an empty file": { ...patch("empty.mbox", ""), ...bad("empty.mbox: ") },
  "an empty pipe": { args: ["check", "-"], ...bad("(standard input): ") },
  "a mail without a patch": {
    ...patch("talk.mbox", "From: a@b.c\nSubject: tea\n\nNo patch.\n"),
    ...bad("talk.mbox"),
  },
  "bytes that are no text": { ...patch("noise.mbox", noise), ...bad("noise.mbox") },
  "a truncated hunk": {
    ...patch("cut.mbox", text.slice(0, text.indexOf("xen_unmap_granted_page"))),
    ...bad("cut.mbox:"),
  },
  "a patch of a symbolic link": {
    ...patch("link.diff", link),
    ...bad("link.diff:2: x.c is a symbolic link"),
  },
  "a binary patch": { ...patch("binary.mbox", binary), ...bad("binary") },
  "a patch that does not apply": {
    ...patch("old.mbox", other),
    ...bad("the patch does not apply: drivers/xen/grant-table.c: hunk 2", "expected:", "found:"),
  },
  "a file that the base lacks": {
    ...patch("sched.diff", lacking),
    ...bad("kernel/sched.c", 'not in the base "miniature"'),
  },
  "a path out of the tree": { ...patch("out.diff", outside), ...bad("etc/passwd") },
  "an unknown scenario": {
    args: ["check", "--scenario", "user-map-one"],
    ...bad('no scenario "user-map-one"', "perhaps user-map-one-page"),
  },
  "an unknown configuration": {
    args: ["check", "--config", "arm64"],
    ...bad('no configuration "arm64"', "there are x86_64, x86_32-pae"),
  },
  "an unknown option": { args: ["check", "--fast"], ...bad("unknown option '--fast'") },
  "an unknown command": {
    args: ["chekc"],
    ...bad("hunkbox: unknown command 'chekc'\n  hint: did you mean check? "),
  },
  "a command without what it needs": { args: ["trace"], ...bad("missing required argument 'scenario'") },
  "a scenario file that is not there": {
    args: ["check", "--scenario", join(dir, "no.json")],
    ...bad("cannot read", "no.json"),
  },
  "a scenario file that is not JSON": {
    ...withScenario("broken.json", "{"),
    ...bad("broken.json: is not JSON"),
  },
  "a scenario file with a key that does not exist": {
    ...withScenario("key.json", scenario({ stepps: [] })),
    ...bad("key.json", "stepps"),
  },
  "a scenario file with a step's key that is wrong": {
    ...withScenario("step.json", scenario({ steps: [{ do: "open", fille: "f" }] })),
    ...bad(
      "step.json: 1 error",
      "step 1 (line 1, column ",
      "no field is called `fille`: did you mean `file`?",
    ),
  },
  "a scenario that uses what no step gives": {
    ...withScenario("gives.json", scenario({ steps: [{ do: "close", file: "f" }] })),
    ...bad("gives.json: 1 error", "step 1 (line 1, column ", "no step before it opens a file called `f`"),
  },
  "a scenario whose steps make no sense": {
    ...withScenario(
      "sense.json",
      scenario({
        steps: [
          { do: "open", file: "f" },
          { do: "close", file: "f" },
          { do: "close", file: "f" },
        ],
      }),
    ),
    ...bad("mine", 'step 3: file "f" is not open'),
  },
  "a scenario file with an id of the catalogue": {
    ...withScenario("taken.json", scenario({ id: "user-map-one-page" })),
    ...bad('taken.json: "user-map-one-page" is a scenario of the catalogue', "an id of its own"),
  },
  "two scenario files with one id": {
    args: [
      "check",
      "-s",
      file("one.json", scenario({})),
      "-s",
      file("other.json", scenario({ title: "Other" })),
    ],
    ...bad('other.json: its id is "mine", as that of ', "one.json", "an id of its own"),
  },
  "a scenario that is mistyped": {
    args: ["check", "--scenario", "user-mpa-one-page"],
    ...bad('no scenario "user-mpa-one-page"', "perhaps user-map-one-page"),
  },
  "a report in a folder that is not there": {
    args: ["check", ...ONE, "--json", join(dir, "no", "report.json")],
    ...failed("cannot write ", "choose another file with --json"),
  },
  "a report where a folder is": {
    args: ["check", ...ONE, "--json", dir],
    ...failed("cannot write "),
  },
  "a cache below a file": {
    args: ["check", ...ONE],
    ...failed("cannot write the module cache", "HUNKBOX_CACHE"),
    options: { env: { HUNKBOX_CACHE: join(file("a-file", ""), "cache") } },
  },
  "no emcc, and an empty cache": {
    args: ["check", ...ONE],
    ...failed("emcc is not on the PATH", "make setup"),
    options: { env: { PATH: join(dir, "nothing"), EMCC: undefined, HUNKBOX_CACHE: join(dir, "fresh") } },
  },
};

describe.each(Object.entries(ERRORS))("%s", (_, { args, code, says, options }) => {
  let run: CliRun;
  beforeAll(async () => {
    mkdirSync(join(dir, "nothing"), { recursive: true });
    run = await hunkbox(args, options);
  });

  it(`ends with ${code}, and says what is wrong`, () => {
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code });
    for (const one of says) expect(run.stderr).toContain(one);
  });

  it("says what to do", () => {
    expect(run.stderr).toMatch(/^hunkbox: \S(.|\n)*\n {2}hint: \S/);
    expect(run.stderr).not.toMatch(/^error:|^hunkbox: error:/m);
  });

  it("shows no stack trace, and no escape code", () => {
    expect(run.stderr).not.toMatch(/^ +at |node:internal|\.[jt]s:\d+/m);
    expect(run.stderr + run.stdout).not.toContain("\u001b");
    expect(run.stderr).not.toContain("fault of hunkbox");
  });

  it("writes nothing to standard output", () => {
    expect(run.stdout).toBe("");
  });
});
