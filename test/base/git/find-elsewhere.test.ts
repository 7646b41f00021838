// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ApplyError } from "../../../harness/base/apply/apply-error.ts";
import { elsewhereHint } from "../../../harness/base/git/elsewhere-hint.ts";
import { findElsewhere } from "../../../harness/base/git/find-elsewhere.ts";
import { gitBase } from "../../../harness/base/git/git-base.ts";
import { GitRepository } from "../../../harness/base/git/git-repository.ts";
import { makeViews } from "../../../harness/base/make-views.ts";
import { parse } from "../../support/check.ts";
import { FakeRepository } from "../../support/fake-repository.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { storeIn } from "../../support/tree-store.ts";

const P2M = "arch/x86/xen/p2m.c";
const dir = realpathSync(tempDir());
let made = 0;

function newRepository(): FakeRepository {
  const path = join(dir, `repository-${++made}`);
  mkdirSync(path);
  return new FakeRepository(path);
}

/** main, and two commits on xen-fixes that main has not: p2m.c is changed twice, and main's otherwise. */
function forked(): FakeRepository {
  const repository = newRepository();
  repository.git("checkout", "-q", "-b", "xen-fixes");
  repository.commit("prepare", { [P2M]: "one\nII\nthree\n" });
  repository.commit("prepare more", { [P2M]: "one\nII\nIII\n" });
  repository.git("checkout", "-q", "main");
  repository.commit("other", { [P2M]: "1\n2\n3\n" });
  return repository;
}

/** A patch made on a revision, and nothing of it kept there. */
function patchOn(repository: FakeRepository, rev: string, text: string): string {
  repository.git("checkout", "-q", "--detach", rev);
  const diff = repository.patchOf(repository.commit("fix", { [P2M]: text }));
  repository.git("checkout", "-q", "main");
  return diff;
}

async function ask(repository: FakeRepository, rev: string | null, diff: string) {
  const told: string[] = [];
  const series = await parse(diff);
  const store = storeIn(dir, `store-${++made}`);
  const options = { rev, series, kconfig: null, store, tell: (text: string) => told.push(text) };
  return { base: await gitBase(await GitRepository.open(repository.dir), options), told, series };
}

async function hintOf(repository: FakeRepository, rev: string, diff: string): Promise<string | undefined> {
  const { base, series } = await ask(repository, rev, diff);
  try {
    makeViews(base, series.patches, false);
  } catch (error) {
    if (error instanceof ApplyError) return error.failure.hint;
    throw error;
  }
  throw new Error("it applies");
}

describe("a patch that does not apply", () => {
  it("would apply to the tip of another branch, which the hint names", async () => {
    const repository = forked();
    const diff = patchOn(repository, "xen-fixes", "one\nII\n3\n");
    const blob = /^index ([0-9a-f]+)/m.exec(diff)?.[1];
    expect(await hintOf(repository, "main", diff)).toBe(
      `the pre-image of ${P2M}, ${blob}, is on branch xen-fixes, 2 commits ahead of main: --git ${repository.dir} --rev xen-fixes`,
    );
  });

  it("would apply within the history of another branch", async () => {
    const repository = forked();
    const inside = repository.git("rev-parse", "--short=12", "xen-fixes~1");
    const diff = patchOn(repository, inside, "one\nII\n3\n");
    expect(await hintOf(repository, "HEAD", diff)).toContain(
      `is on branch xen-fixes, in ${inside}, 1 commit ahead of HEAD: --git ${repository.dir} --rev ${inside}`,
    );
  });

  it("would apply to an older commit of the same branch", async () => {
    const repository = newRepository();
    const first = repository.git("rev-parse", "--short=12", "HEAD");
    repository.commit("other", { [P2M]: "1\n2\n3\n" });
    const diff = patchOn(repository, first, "one\nII\nthree\n");
    expect(await hintOf(repository, "main", diff)).toContain(
      `is on branch main, in ${first}, below main: --git ${repository.dir} --rev ${first}`,
    );
  });

  it("would apply to a tag or a remote's branch alone", async () => {
    const repository = forked();
    const diff = patchOn(repository, "xen-fixes", "one\nII\n3\n");
    repository.git("update-ref", "refs/remotes/xen/fixes", "xen-fixes");
    repository.git("tag", "-a", "-m", "t", "fixes-1", "xen-fixes");
    repository.git("branch", "-q", "-D", "xen-fixes");
    expect(await hintOf(repository, "main", diff)).toContain(
      "is on remote branch xen/fixes, 2 commits ahead",
    );
    repository.git("update-ref", "-d", "refs/remotes/xen/fixes");
    expect(await hintOf(repository, "main", diff)).toContain("is on tag fixes-1, 2 commits ahead of main");
  });

  it("was made for what no reference has", async () => {
    const repository = forked();
    const diff = patchOn(repository, "xen-fixes", "one\nII\n3\n").replace(
      /^index [0-9a-f]+/m,
      "index 1234567",
    );
    expect(await hintOf(repository, "main", diff)).toBe(
      `no ref of ${repository.dir} has the pre-image of ${P2M}, 1234567: git fetch what the patch was made on, or give --tree`,
    );
  });

  it("does not say what it was made for", async () => {
    const repository = forked();
    const diff = patchOn(repository, "xen-fixes", "one\nII\n3\n").replace(/^index .*\n/m, "");
    expect(await hintOf(repository, "main", diff)).toMatch(
      /^is linux 6\.1\.7 .* what the patch was made for\?/,
    );
  });
});

describe("without --rev", () => {
  it("the commit is one of another branch where nothing below HEAD has the files, which is told", async () => {
    const repository = forked();
    const diff = patchOn(repository, "xen-fixes", "one\nII\n3\n");
    const { base, told } = await ask(repository, null, diff);
    const id = repository.git("rev-parse", "--short=12", "xen-fixes");
    expect(base.read(P2M)).toBe("one\nII\nIII\n");
    expect(base.name).toContain(`(git ${id}, newest whose blob ids match, on branch xen-fixes)`);
    expect(told[0]).toBe(
      `nothing that was looked at below HEAD has the files that the patch was made for: taking ${id}, on branch xen-fixes, 2 commits ahead of HEAD`,
    );
  });

  it("HEAD comes before other branches", async () => {
    const repository = newRepository();
    repository.git("branch", "copy");
    const { base } = await ask(repository, null, patchOn(repository, "main", "one\nII\nthree\n"));
    expect(base.name).toContain(", HEAD, blob ids match)");
  });
});

describe("a blob id", () => {
  const find = async (repository: FakeRepository, blob: string) =>
    findElsewhere(
      await GitRepository.open(repository.dir),
      [{ path: P2M, blob }],
      repository.git("rev-parse", "main"),
    );
  const blobId = (text: string): string =>
    createHash("sha1")
      .update(`blob ${Buffer.byteLength(text)}\0${text}`)
      .digest("hex");

  it("that is ambiguous is settled by the path", async () => {
    const repository = forked();
    const short = repository.git("rev-parse", `xen-fixes:${P2M}`).slice(0, 4);
    let i = 0;
    while (!blobId(`${i}\n`).startsWith(short)) i++;
    const input = `${i}\n`;
    execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: repository.dir, input });
    expect(() => repository.git("cat-file", "-e", short)).toThrow("ambiguous");
    expect((await find(repository, short))?.rev).toBe("xen-fixes");
  });

  it("whose object is missing is nowhere, and no history is walked for it", async () => {
    const repository = forked();
    const id = repository.git("rev-parse", `xen-fixes:${P2M}`);
    expect(await find(repository, id)).not.toBeNull();
    rmSync(join(repository.dir, ".git", "objects", id.slice(0, 2), id.slice(2)));
    expect(await find(repository, id)).toBeNull();
  });
});

it("the hint counts the other files, of which each has to be as the patch has it", async () => {
  const repository = forked();
  const id = (path: string): string => repository.git("rev-parse", `xen-fixes:${path}`);
  const wanted = [P2M, "lib/cup.c"].map((path) => ({ path, blob: id(path) }));
  const git = await GitRepository.open(repository.dir);
  const tried = { id: repository.git("rev-parse", "main"), name: "HEAD" };
  expect(elsewhereHint(git, wanted, tried)).toContain(", and 1 more file are on branch xen-fixes,");
  const mixed = [wanted[0]!, { path: "lib/cup.c", blob: id("Kconfig") }];
  expect(elsewhereHint(git, mixed, tried)).toContain("no ref of ");
  expect(elsewhereHint(git, wanted, { ...tried, id: repository.git("rev-parse", "xen-fixes") })).toBeNull();
});
