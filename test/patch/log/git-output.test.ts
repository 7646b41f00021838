// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { parseQueue } from "../../../harness/patch/parse-queue.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";
import { PatchError } from "../../../harness/patch/patch-error.ts";
import type { Series } from "../../../harness/patch/series.ts";
import { FakeRepository } from "../../support/fake-repository.ts";
import { tempDir } from "../../support/temp-dir.ts";

const MMU = "arch/x86/xen/mmu.c";
const P2M = "arch/x86/xen/p2m.c";
const UPSTREAM = "0123456789abcdef0123456789abcdef01234567";
/** A message with all that could be taken for something else. */
const TRICKY = [
  "mmu: [2/9] count to five",
  "",
  "From: Somebody <else@example.org>",
  `[ Upstream commit ${UPSTREAM} ]`,
  "---",
  "diff --git a/lib/cup.c b/lib/cup.c",
  "--- a/lib/cup.c",
  "+++ b/lib/cup.c",
  "@@ -1 +1 @@",
  "-cup",
  "+saucer",
].join("\n");

const repository = new FakeRepository(tempDir());
repository.commit(TRICKY, { [MMU]: "FOUR\nfive\n" });
const second = repository.commit("mmu: again", { [MMU]: "FOUR\nFIVE\n" });
repository.git("tag", "-a", "-m", "a tag", "v1");
repository.git("checkout", "-q", "-b", "side", "main~2");
repository.commit("p2m: zero", { [P2M]: "zero\none\ntwo\nthree\n" });
repository.git("checkout", "-q", "main");
repository.git("merge", "-q", "--no-ff", "--no-edit", "side");

const parse = (text: string): Promise<Series> => parseSeries(Buffer.from(`${text}\n`), "in");
const git = (...args: readonly string[]): Promise<Series> => parse(repository.git(...args));
const subjects = async (...args: readonly string[]): Promise<string[]> =>
  (await git(...args)).patches.map(({ subject }) => subject);
const errorOf = async (text: string): Promise<PatchError> => {
  const error = await parse(text).catch((thrown: unknown) => thrown);
  if (error instanceof PatchError) return error;
  throw new Error(`no PatchError but ${String(error)}`);
};

describe("what git show prints", () => {
  it("is a patch with the commit's author, date, subject and message", async () => {
    const { patches, notices } = await git("show", "main~2");
    expect(notices).toEqual([]);
    expect(patches).toMatchObject([
      {
        subject: "mmu: [2/9] count to five",
        author: { name: "A Tester", email: "tester@example.org" },
        description: TRICKY,
        ...{ number: 1, total: 1, messageId: null, upstreamCommit: UPSTREAM },
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      },
    ]);
  });

  it("has no file but those of the diff, whatever the message says", async () => {
    const { patches } = await git("show", "main~2");
    expect(patches[0]?.files.map(({ newPath }) => newPath)).toEqual([MMU]);
  });

  it.each([
    ["--pretty=fuller"],
    ["--pretty=raw"],
    ["--pretty=short"],
    ["--stat", "-p"],
    ["--abbrev-commit"],
    ["--decorate"],
    ["--oneline"],
  ])("is the same with %s %s", async (...options) => {
    expect(await subjects("show", ...options, "main~1")).toEqual(["mmu: again"]);
  });

  it("of a tag is its commit", async () => {
    expect(await subjects("show", "v1")).toEqual(["mmu: again"]);
  });

  it("of a merge is refused: its diff is of two parents", async () => {
    repository.git("checkout", "-q", "-b", "clash", "main~1");
    repository.commit("clash", { [MMU]: "FOUR\n5\n" });
    repository.git("checkout", "-q", "-b", "clash2", "main~1");
    repository.commit("clash 2", { [MMU]: "FOUR\n6\n" });
    try {
      repository.git("merge", "clash");
    } catch {}
    repository.commit("both", { [MMU]: "FOUR\n7\n" });
    expect((await errorOf(repository.git("show"))).message).toBe("is the combined diff of a merge");
  });

  it("in colours is refused, with what to do", async () => {
    const error = await errorOf(repository.git("show", "--color", second));
    expect([error.message, error.hint]).toEqual([
      "is a diff with colour codes",
      "make it with --no-color, or without color.ui=always",
    ]);
  });

  it("is no commit where prose begins as a stable commit's message does", async () => {
    const { patches } = await parse(
      `commit ${UPSTREAM} upstream.\n\n${repository.git("diff", "main~3", "main~2")}`,
    );
    expect(patches).toMatchObject([{ subject: "", upstreamCommit: UPSTREAM }]);
  });
});

describe("what git log -p prints", () => {
  it("applies oldest first, and says why", async () => {
    const { patches, notices } = await git("log", "-p", "main~3..main~1");
    expect(patches.map(({ subject }) => subject)).toEqual(["mmu: [2/9] count to five", "mmu: again"]);
    expect(notices).toEqual(["in: 2 commits, newest first, as their blob ids tell: applied oldest first"]);
  });

  it("with --reverse applies in the order of the text", async () => {
    const { patches, notices } = await git("log", "-p", "--reverse", "main~3..main~1");
    expect(patches.map(({ subject }) => subject)).toEqual(["mmu: [2/9] count to five", "mmu: again"]);
    expect(notices.join()).toContain("oldest first, as their blob ids follow each other");
  });

  it("goes by dates where no blob tells, and else as git log prints", async () => {
    const text = (date: string, other: string): string =>
      `commit ${"a".repeat(40)}\nAuthor: A <a@b>\nDate:   ${date}\n\n    one\n\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n\n` +
      `commit ${"b".repeat(40)}\nAuthor: A <a@b>\nDate:   ${other}\n\n    two\n\n--- a/y.c\n+++ b/y.c\n@@ -1 +1 @@\n-a\n+b\n`;
    const early = "Mon Jan 5 10:00:00 2026 +0100";
    const late = "Mon Jan 5 10:00:00 2026 -0100";
    const told = async (one: string, other: string) => {
      const { patches, notices } = await parse(text(one, other));
      return `${patches.map(({ subject }) => subject).join()}: ${notices.join().split(", ")[1]}`;
    };
    expect(await told(early, late)).toBe(
      "one,two: oldest first by their dates: applied in the order of the text",
    );
    expect(await told(late, early)).toBe("two,one: newest first by their dates: applied oldest first");
    expect(await told(early, early)).toBe("two,one: newest first");
  });

  it("leaves out merges and commits without files, and says so", async () => {
    repository.git("checkout", "-q", "main");
    repository.commit("nothing");
    const { patches, notices } = await git("log", "-p", "--topo-order", "main~2..main");
    expect(patches.map(({ subject }) => subject)).toEqual(["p2m: zero"]);
    expect(notices).toEqual([
      expect.stringMatching(/^in:1: commit [0-9a-f]{12} is left out: it changes no file$/),
      expect.stringMatching(/^in:\d+: commit [0-9a-f]{12} is left out: a merge$/),
    ]);
  });

  it("is refused where it holds a commit twice, as of a merge with -m", async () => {
    const { message } = await errorOf(repository.git("log", "-p", "-m", "-1", "main~1"));
    expect(message).toMatch(/^holds commit [0-9a-f]{12} twice: at line 1 and here$/);
  });

  it("without -p is refused", async () => {
    const { message, hint } = await errorOf(repository.git("log", "-2"));
    expect([message, hint.split(";")[0]]).toEqual([
      "holds commits without their diffs",
      "git show and git log -p print the diffs too",
    ]);
  });

  it("is a queue in which one damaged commit does not stop the others", async () => {
    const text = repository.git("log", "-p", "main~4..main~2").replace("@@ -1,2 +1,2 @@", "@@ -1,9 +1,2 @@");
    const { entries } = await parseQueue(Buffer.from(`${text}\n`), "in");
    expect(
      entries.map((one) => [one.patch === null ? one.subject : one.patch.subject, one.error?.file ?? null]),
    ).toEqual([
      ["mmu: [2/9] count to five", null],
      ["mmu: again", "in"],
    ]);
  });
});

it("git stash show -p and git diff are one patch, with whichever prefixes", async () => {
  repository.git("checkout", "-q", "-f", "main");
  repository.git("rm", "-q", "lib/cup.c");
  repository.git("stash");
  const wanted = [{ oldPath: "lib/cup.c", change: "delete" }];
  expect((await git("stash", "show", "-p")).patches).toMatchObject([{ files: wanted }]);
  for (const option of ["--no-prefix", "--src-prefix=c/", "--full-index"])
    expect((await git("diff", option, "stash@{0}^", "stash@{0}")).patches).toMatchObject([{ files: wanted }]);
});
