// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { BaseError } from "../../../harness/base/base-error.ts";
import { gitBase } from "../../../harness/base/git/git-base.ts";
import { GitRepository } from "../../../harness/base/git/git-repository.ts";
import { makeViews } from "../../../harness/base/make-views.ts";
import type { TreeStore } from "../../../harness/base/tree/tree-store.ts";
import { parse } from "../../support/check.ts";
import { FakeRepository } from "../../support/fake-repository.ts";
import { FAKE_TREE } from "../../support/fake-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { storeIn } from "../../support/tree-store.ts";

const NOTHING = { cover: null, patches: [] };
const P2M = "arch/x86/xen/p2m.c";
const dir = realpathSync(tempDir());
let made = 0;

function folder(): string {
  const path = join(dir, `repository-${++made}`);
  mkdirSync(path);
  return path;
}

const newStore = (): TreeStore => storeIn(dir, `store-${++made}`);

interface Asked {
  readonly base: Base;
  readonly told: readonly string[];
}

async function ask(
  repository: FakeRepository,
  rev: string | null,
  diff = "",
  store = newStore(),
): Promise<Asked> {
  const told: string[] = [];
  const series = diff === "" ? NOTHING : await parse(diff);
  const options = { rev, series, kconfig: null, store, tell: (text: string) => told.push(text) };
  return { base: await gitBase(await GitRepository.open(repository.dir), options), told };
}

async function refusal(asked: Promise<unknown>): Promise<BaseError> {
  const error = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BaseError);
  return error as BaseError;
}

let repository: FakeRepository;
/** Ids of the commits: each is one change of p2m.c, but for the last, which adds another file. */
let ids: string[];
beforeAll(() => {
  repository = new FakeRepository(folder());
  const edits = ["one\n2\nthree\n", "one\n2\n3\n", "1\n2\n3\n"];
  ids = [repository.git("rev-parse", "HEAD")];
  for (const [i, text] of edits.entries()) ids.push(repository.commit(`edit ${i + 1}`, { [P2M]: text }));
  ids.push(repository.commit("beside", { "lib/cup.c": "CUP\n" }));
});

describe("the commit is", () => {
  it.each([
    ["an id", () => ids[1]!, "one\n2\nthree\n", /^linux 6\.1\.7 \(git [0-9a-f]{12}\)$/],
    ["a branch", () => "main", "1\n2\n3\n", /^linux 6\.1\.7 \(git [0-9a-f]{12}, main\)$/],
    ["one by its place", () => "HEAD~3", "one\n2\nthree\n", /, HEAD~3\)$/],
  ])("the one that is asked for: %s", async (_, rev, text, name) => {
    const { base, told } = await ask(repository, rev());
    expect(base.read(P2M)).toBe(text);
    expect(base.name).toMatch(name);
    expect(told).toEqual([expect.stringMatching(/^exporting /)]);
  });

  it("else the one that the patch names", async () => {
    const { base } = await ask(repository, null, `${repository.patchOf(ids[3]!)}base-commit: ${ids[2]}\n`);
    expect(base.name).toBe(`linux 6.1.7 (git ${ids[2]!.slice(0, 12)}, base-commit of the patch)`);
  });

  it("also where the cover letter does", async () => {
    const series = ["format-patch", "--stdout", "--cover-letter", `--base=${ids[1]}`, `${ids[1]}..${ids[3]}`];
    const { base } = await ask(repository, null, `${repository.git(...series)}\n`);
    expect(base.name).toBe(`linux 6.1.7 (git ${ids[1]!.slice(0, 12)}, base-commit of the patch)`);
  });

  it("else the newest one that has the files of the patch's index lines", async () => {
    const { base, told } = await ask(repository, null, repository.patchOf(ids[2]!));
    expect(base.name).toBe(`linux 6.1.7 (git ${ids[1]!.slice(0, 12)}, newest whose blob ids match)`);
    expect(told).toEqual([expect.stringMatching(/^exporting /)]);
  });

  it("the newest of several that have them", async () => {
    const again = new FakeRepository(folder());
    const fix = again.commit("fix", { [P2M]: "one\n2\nthree\n" });
    const reverted = again.commit("revert", { [P2M]: FAKE_TREE[P2M]! });
    again.commit("otherwise", { [P2M]: "one\nII\nthree\n" });
    const { base } = await ask(again, null, again.patchOf(fix));
    expect(base.name).toContain(reverted.slice(0, 12));
  });

  it("found also behind many others", async () => {
    const long = new FakeRepository(folder());
    const fix = long.commit("fix", { [P2M]: "one\n2\nthree\n" });
    for (let i = 0; i < 25; i++) long.commit(`later ${i}`, { [P2M]: `one\n2\n${i}\n` });
    const { base } = await ask(long, null, long.patchOf(fix));
    expect(base.read(P2M)).toBe(FAKE_TREE[P2M]);
    expect(base.name).toContain("newest whose blob ids match");
  });

  it("else HEAD, if that has them", async () => {
    repository.git("checkout", "-q", "-b", "topic");
    const topic = repository.commit("topic", { [P2M]: "1\n2\nIII\n" });
    repository.git("checkout", "-q", "main");
    const { base } = await ask(repository, null, repository.patchOf(topic));
    expect(base.name).toContain(`(git ${ids[4]!.slice(0, 12)}, HEAD, blob ids match)`);
  });

  it("else HEAD, which is told", async () => {
    const other = repository.patchOf(ids[2]!).replace(/^index [0-9a-f]+/m, "index 1234567");
    const { base, told } = await ask(repository, null, other);
    expect(base.name).toContain(`(git ${ids[4]!.slice(0, 12)}, HEAD)`);
    expect(told[0]).toMatch(/none of the commits .* has the files that the patch was made for: taking HEAD$/);
    const plain = await ask(repository, null, other.replace(/^index .*\n/m, ""));
    expect(plain.told[0]).toMatch(/the patch names no blob ids: taking HEAD/);
  });

  it("found all the same where the repository lacks the base-commit, which is told", async () => {
    const lacking = `${repository.patchOf(ids[2]!)}base-commit: ${"12".repeat(20)}\n`;
    const { base, told } = await ask(repository, null, lacking);
    expect(base.name).toContain("newest whose blob ids match");
    expect(told[0]).toContain("base-commit 121212121212 is not there");
  });

  it.each([
    "none",
    "--output=/tmp/hunkbox-pwned",
    "--upload-pack=id",
    "",
    "-h",
    "HEAD:lib",
    "a\nb",
    "HEAD^{tree}",
  ])("not %j", async (rev) => {
    const { message, fault } = await refusal(ask(repository, rev));
    expect(message).toBe(`there is no commit ${JSON.stringify(rev)} in ${repository.dir}`);
    expect(fault).toBe("input");
    expect(existsSync("/tmp/hunkbox-pwned")).toBe(false);
  });
});

describe("a repository is", () => {
  it("left as it is, whatever lies in its checkout and index", async () => {
    writeFileSync(join(repository.dir, P2M), "edited\n");
    repository.git("add", P2M);
    writeFileSync(join(repository.dir, P2M), "edited again\n");
    const before = repository.state();
    const { base } = await ask(repository, "HEAD");
    expect(base.read(P2M)).toBe("1\n2\n3\n");
    expect(repository.state()).toBe(before);
    repository.git("reset", "-q", "--hard");
  });

  it("read from a folder within it, and from a bare clone", async () => {
    const bare = folder();
    execFileSync("git", ["clone", "-q", "--bare", repository.dir, bare], { stdio: "pipe" });
    for (const path of [join(repository.dir, "lib"), bare]) {
      const options = { rev: "main", series: NOTHING, kconfig: null, store: newStore(), tell: () => {} };
      const base = await gitBase(await GitRepository.open(path), options);
      expect(base.read(P2M)).toBe("1\n2\n3\n");
    }
  });

  it("not asked to run anything, and its attributes have no say", async () => {
    const hostile = new FakeRepository(folder());
    const ran = join(hostile.dir, "ran");
    const script = join(hostile.dir, ".git", "evil");
    writeFileSync(script, `#!/bin/sh\ntouch ${ran}\ncat\n`);
    chmodSync(script, 0o755);
    const id = hostile.commit("attributes", {
      ".gitattributes": "*.c filter=evil diff=evil export-subst eol=crlf\ninclude/** export-ignore\n",
      [P2M]: "$Format:%H$\n",
    });
    for (const key of [
      "core.fsmonitor",
      "filter.evil.smudge",
      "diff.evil.textconv",
      "diff.external",
      "core.pager",
    ]) {
      hostile.git("config", key, script);
    }
    const { base } = await ask(hostile, id, hostile.patchOf(id).replaceAll("$", "x"));
    expect(base.read(P2M)).toBe("$Format:%H$\n");
    expect(base.read("include/xen/page.h")).toBe("page\n");
    expect(existsSync(ran)).toBe(false);
  });

  it("that of its own folder, also where git's environment names another", async () => {
    const other = new FakeRepository(folder(), { ...FAKE_TREE, [P2M]: "other\n" });
    process.env["GIT_DIR"] = join(other.dir, ".git");
    try {
      expect((await ask(repository, "main")).base.read(P2M)).toBe("1\n2\n3\n");
    } finally {
      delete process.env["GIT_DIR"];
    }
  });

  it("refused if it is none", async () => {
    const { message } = await refusal(GitRepository.open(folder()));
    expect(message).toMatch(/repository-\d+ is not a git repository: not a git repository/);
    expect((await refusal(GitRepository.open(join(dir, "none")))).message).toContain(
      "No such file or directory",
    );
  });

  it("refused if it belongs to somebody else, with what to do", async () => {
    if (process.getuid?.() !== 0) return;
    const theirs = new FakeRepository(folder());
    execFileSync("chown", ["-R", "65534:65534", theirs.dir]);
    const { message, hint } = await refusal(GitRepository.open(theirs.dir));
    expect(message).toContain("belongs to another user");
    expect(hint).toBe(`if you trust it: git config --global --add safe.directory ${theirs.dir}`);
  });

  it("refused if the commit holds no kernel", async () => {
    const cups = new FakeRepository(folder(), { Makefile: "all:\n", "lib/xen.c": "cup\n" });
    const { message } = await refusal(ask(cups, "HEAD"));
    expect(message).toMatch(
      /^commit [0-9a-f]{12} of .* \(HEAD\) holds no kernel tree: its Makefile sets no VERSION/,
    );
  });
});

describe("an export", () => {
  const exports = (store: TreeStore): string[] =>
    readdirSync(store.dir).filter((name) => name.startsWith("tree-"));

  it("is made once", async () => {
    const store = newStore();
    const first = await ask(repository, "HEAD", "", store);
    const second = await ask(repository, "HEAD", "", store);
    expect(second.told).toEqual([]);
    expect(second.base.tree).toEqual(first.base.tree);
    expect(readdirSync(store.dir).filter((name) => name.startsWith("tmp-"))).toEqual([]);
  });

  it("serves two commits whose needed parts are equal", async () => {
    const store = newStore();
    const [before, after] = [
      await ask(repository, ids[3]!, "", store),
      await ask(repository, ids[4]!, "", store),
    ];
    expect(after.base.tree!.identity).toBe(before.base.tree!.identity);
    expect(exports(store)).toHaveLength(1);
  });

  it("shares with the one before what both have", async () => {
    const store = newStore();
    const [before, after] = [
      await ask(repository, ids[0]!, "", store),
      await ask(repository, ids[1]!, "", store),
    ];
    expect(after.base.tree!.identity).not.toBe(before.base.tree!.identity);
    const inode = (base: Base, path: string): number => statSync(join(base.tree!.dir, path)).ino;
    expect(inode(after.base, "include/xen/page.h")).toBe(inode(before.base, "include/xen/page.h"));
    expect(before.base.read(P2M)).toBe("one\ntwo\nthree\n");
    expect(after.base.read(P2M)).toBe("one\n2\nthree\n");
  });

  it("that lost its folder is made anew", async () => {
    const store = newStore();
    const { base } = await ask(repository, "HEAD", "", store);
    execFileSync("rm", ["-r", join(base.tree!.dir, "..")]);
    expect((await ask(repository, "HEAD", "", store)).base.read(P2M)).toBe("1\n2\n3\n");
  });

  it("holds the needed parts, and a patch finds the others", async () => {
    const { base } = await ask(repository, "main");
    expect(existsSync(join(base.tree!.dir, "lib/Kconfig"))).toBe(true);
    expect(existsSync(join(base.tree!.dir, "lib/cup.c"))).toBe(false);
    const diff = "--- a/lib/cup.c\n+++ b/lib/cup.c\n@@ -1,1 +1,1 @@\n-CUP\n+cup\n";
    const { after } = makeViews(base, (await parse(diff)).patches, false);
    expect(after.read("lib/cup.c")).toBe("cup\n");
    for (const path of ["lib/none.c", "../secret", ".git/config", "lib"]) expect(base.read(path)).toBeNull();
  });

  it("holds no link that leads out, and no huge file", async () => {
    const hostile = new FakeRepository(folder());
    symlinkSync("page.h", join(hostile.dir, "include/xen/in.h"));
    symlinkSync("../../../../etc/passwd", join(hostile.dir, "include/xen/out.h"));
    symlinkSync("/etc/passwd", join(hostile.dir, "include/xen/passwd.h"));
    // read as text it stays within
    symlinkSync("../../include/xen", join(hostile.dir, "arch/x86/over"));
    symlinkSync("arch/x86/over/../../../manifest", join(hostile.dir, "xen-manifest.h"));
    writeFileSync(join(hostile.dir, "include/xen/huge.h"), "");
    truncateSync(join(hostile.dir, "include/xen/huge.h"), 10_000_001);
    const { base } = await ask(hostile, hostile.commit("hostile"));
    const there = (path: string): boolean =>
      lstatSync(join(base.tree!.dir, path), { throwIfNoEntry: false }) !== undefined;
    expect(["in", "out", "passwd", "huge"].map((name) => there(`include/xen/${name}.h`))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([there("arch/x86/over"), there("xen-manifest.h")]).toEqual([true, false]);
    expect(base.read("include/xen/in.h")).toBe("page\n");
    expect(base.read("include/xen/huge.h")).toBeNull();
    expect(readFileSync(join(base.tree!.dir, P2M), "utf8")).toBe(FAKE_TREE[P2M]);
  });

  it("is the same from two at once", async () => {
    const store = newStore();
    const both = await Promise.all([ask(repository, "HEAD", "", store), ask(repository, "HEAD", "", store)]);
    for (const { base } of both) expect(base.read(P2M)).toBe("1\n2\n3\n");
    expect(exports(store)).toHaveLength(1);
  });
});
