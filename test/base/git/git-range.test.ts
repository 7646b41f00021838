// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { commitPatch } from "../../../harness/base/git/commit-patch.ts";
import { gitRange, type RangeCommit } from "../../../harness/base/git/git-range.ts";
import { GitRepository } from "../../../harness/base/git/git-repository.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";
import { FakeRepository } from "../../support/fake-repository.ts";
import { tempDir } from "../../support/temp-dir.ts";

const P2M = "arch/x86/xen/p2m.c";
const fake = new FakeRepository(tempDir());
let repository: GitRepository;
let told: string[];

beforeAll(async () => {
  fake.git("tag", "start");
  fake.commit("two", { [P2M]: "2\n" });
  fake.git("checkout", "-q", "-b", "side", "start");
  fake.commit("side", { "lib/cup.c": "CUP\n" });
  fake.git("checkout", "-q", "main");
  fake.git("merge", "-q", "--no-ff", "-m", "merged", "side");
  fake.commit("three", { [P2M]: "3\n" });
  repository = await GitRepository.open(fake.dir);
});

async function list(range: string, force = false): Promise<RangeCommit[]> {
  told = [];
  return await gitRange(repository, range, force, (text) => told.push(text));
}

describe("a range", () => {
  it("is its commits, oldest first, each with its parent; merges are left out and told", async () => {
    const commits = await list("start..main");
    expect(commits.map(({ subject }) => subject).sort()).toEqual(["side", "three", "two"]);
    expect(commits.at(-1)!.subject).toBe("three");
    for (const { id, parent } of commits) expect(parent).toBe(fake.git("rev-parse", `${id}^`));
    expect(told).toEqual([expect.stringMatching(/^[0-9a-f]{12} is left out: a merge \(merged\)$/)]);
  });

  it("without an end goes to HEAD", async () => {
    expect(await list("main~1..")).toHaveLength(1);
  });

  it.each([
    ["main..start", /^the range main\.\.start is empty$/],
    ["main", /is not a range/],
    ["start...main", /is not a range/],
    ["..main", /is not a range/],
    ["--all..main", /there is no commit "--all"/],
    ["start..none", /there is no commit "none"/],
    ["start..--output=x", /there is no commit "--output=x"/],
  ])("%s is refused", async (range, message) => {
    await expect(list(range)).rejects.toThrow(message);
  });

  it("of more than 500 commits is refused, unless it is insisted on", async () => {
    const stream = Array.from(
      { length: 501 },
      (_, i) =>
        `commit refs/heads/long\ncommitter A <a@b.c> ${i} +0000\ndata 1\nx\n${i === 0 ? "from refs/heads/main\n" : ""}\n`,
    );
    const { execFileSync } = await import("node:child_process");
    execFileSync("git", ["fast-import", "--quiet"], { cwd: fake.dir, input: stream.join("") });
    await expect(list("main..long")).rejects.toThrow("holds 501 commits, more than 500");
    expect(await list("main..long", true)).toHaveLength(501);
    expect(await list("main..long~1")).toHaveLength(500);
  });
});

it("a commit is the mail that it would be, whatever the repository is set to", async () => {
  for (const [key, value] of Object.entries({
    "format.attach": "true",
    "format.coverLetter": "true",
    "format.signature": "sig",
    "format.subjectPrefix": "RFC",
    "format.useAutoBase": "true",
    "diff.noprefix": "true",
    "diff.context": "0",
    "diff.external": "false",
    "color.ui": "always",
    "diff.renames": "copies",
  })) {
    fake.git("config", key, value);
  }
  const text = await commitPatch(repository, fake.git("rev-parse", "main"));
  const { patches } = await parseSeries(text, "x");
  expect(patches).toHaveLength(1);
  expect(patches[0]).toMatchObject({
    subject: "three",
    author: { email: "tester@example.org" },
    prefix: "[PATCH]",
  });
  expect(patches[0]!.files).toMatchObject([
    { oldPath: P2M, newPath: P2M, oldBlob: expect.stringMatching(/^[0-9a-f]{40}$/) },
  ]);
});
