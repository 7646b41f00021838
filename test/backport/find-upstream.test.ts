// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { findUpstream, type UpstreamCommit } from "../../harness/backport/find-upstream.ts";
import { BaseError } from "../../harness/base/base-error.ts";
import { GitRepository } from "../../harness/base/git/git-repository.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { FakeRepository } from "../support/fake-repository.ts";
import { tempDir } from "../support/temp-dir.ts";

const P2M = "arch/x86/xen/p2m.c";
const repository = new FakeRepository(tempDir());
const root = repository.git("rev-parse", "HEAD");
const fix = repository.commit("xen/p2m: mend it", { [P2M]: "int mended;\n" });
repository.git("checkout", "-q", "-b", "side", root);
repository.commit("another", { "lib/cup.c": "int cup;\n" });
repository.git("checkout", "-q", "main");
repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side");
const merge = repository.git("rev-parse", "HEAD");

/** What is found for a backport whose text has these lines. */
async function find(...lines: string[]): Promise<UpstreamCommit> {
  const mail = repository.patchOf(fix).replace("\n---\n", `\n${lines.join("\n")}\n---\n`);
  const { patches } = await parseSeries(Buffer.from(mail), "backport.mbox");
  return await findUpstream(await GitRepository.open(repository.dir), patches);
}

const errorOf = async (...lines: string[]): Promise<BaseError> => {
  const error = await find(...lines).catch((thrown: unknown) => thrown);
  if (!(error instanceof BaseError)) throw new Error(`no BaseError but ${JSON.stringify(error)}`);
  return error;
};

test.each([
  ["commit", `commit ${fix} upstream.`],
  ["[ Upstream commit ]", `[ Upstream commit ${fix} ]`],
  ["(cherry picked from commit)", `(cherry picked from commit ${fix})`],
  ["a short id", `commit ${fix.slice(0, 12)} upstream.`],
])("the upstream commit is found by %s, with what it was made on", async (_, line) => {
  const { id, parent, mail } = await find(line, "");
  expect([id, parent]).toEqual([fix, root]);
  const { patches } = await parseSeries(mail, "upstream");
  expect(patches[0]).toMatchObject({ subject: "xen/p2m: mend it" });
});

describe("there is no upstream patch", () => {
  it("where the backport names none, and the hint has the three spellings", async () => {
    const { message, hint } = await errorOf("");
    expect(message).toBe("the backport names no upstream commit");
    expect(hint).toMatch(/upstream\.".*Upstream commit.*cherry picked from commit/);
  });

  it.each([
    ["which the repository does not hold", "1234567890123456789012345678901234567890", "does not hold"],
    ["which is a merge", merge, "is a merge: it is no patch"],
    ["which has no parent", root, "has no parent: it is no patch"],
  ])("in a commit %s", async (_, id, message) => {
    expect((await errorOf(`commit ${id} upstream.`)).message).toContain(message);
  });

  it("that a whole series has in common", async () => {
    const one = repository.patchOf(fix);
    const { patches } = await parseSeries(Buffer.from(`${one}\n${one.replace("mend it", "again")}`), "in");
    expect(patches).toHaveLength(2);
    const found = findUpstream(await GitRepository.open(repository.dir), patches);
    await expect(found).rejects.toThrow("a series of 2 patches");
  });
});
