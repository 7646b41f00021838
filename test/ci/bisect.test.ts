// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { miniatureFiles, REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { parse, referenceText } from "../support/check.ts";
import { buildCli } from "../support/cli.ts";
import { FakeRepository } from "../support/fake-repository.ts";
import { tempDir } from "../support/temp-dir.ts";

/*
 * A kernel repository whose history breaks something, and mends it again: git bisect run finds both commits.
 */

const BISECT = join(projectRoot(), "ci", "bisect.sh");
const FEW = ["-c", "x86_64", "-s", "user-map-one-page", "--plain"];
const dir = realpathSync(tempDir());
let repository: FakeRepository;
const ids: Record<string, string> = {};

beforeAll(async () => {
  buildCli();
  const files = miniatureFiles((await parse(referenceText())).patches[0]!);
  repository = new FakeRepository(dir, Object.fromEntries(files));
  repository.git("tag", "v6.1");
  const gntdev = "drivers/xen/gntdev.c";
  repository.commit("gntdev: a comment", { [gntdev]: `${files.get(gntdev)}/* tea */\n` });
  repository.commit("docs", { "Documentation/cup.txt": "tea\n" });
  repository.git("am", "-q", join(projectRoot(), REFERENCE_PATCH));
  ids["broken"] = repository.git("rev-parse", "HEAD");
  ids["unbuilt"] = repository.commit("gntdev: half of it", {
    [gntdev]: "int cup(void) { return spill(); }\n",
  });
  repository.git("revert", "--no-edit", "HEAD");
  repository.commit("more docs", { "Documentation/cup.txt": "coffee\n" });
  repository.git("tag", "middle");
  repository.git("revert", "--no-edit", ids["broken"]);
  ids["mended"] = repository.git("rev-parse", "HEAD");
  repository.commit("last docs", { "Documentation/cup.txt": "water\n" });
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(args[0]!, args.slice(1), {
    ...{ cwd: dir, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", ...env } },
  });
  return { status, stdout, stderr };
}

describe("git bisect run", () => {
  it("finds the commit that broke something; one that does not build is skipped", () => {
    repository.git("bisect", "start", "middle", "v6.1");
    const { stdout, stderr, status } = run(["git", "bisect", "run", BISECT, "v6.1", ...FEW]);
    expect(stdout, stderr).toContain(`${ids["broken"]} is the first bad commit`);
    expect(status).toBe(0);
    repository.git("bisect", "reset");
  });

  it("finds with --reverse the commit that mended it", () => {
    repository.git("bisect", "start", "--term-old=broken", "--term-new=fixed", "main", ids["broken"]!);
    const { stdout, stderr, status } = run([
      "git",
      "bisect",
      "run",
      BISECT,
      ids["broken"]!,
      ...FEW,
      "--reverse",
    ]);
    expect(stdout, stderr).toContain(`${ids["mended"]} is the first fixed commit`);
    expect(status).toBe(0);
    repository.git("bisect", "reset");
  });
});

describe("ci/bisect.sh", () => {
  const at = (rev: string, ...args: readonly string[]) => {
    repository.git("checkout", "-q", "--detach", rev);
    return run([BISECT, ...args]);
  };

  it("calls a commit good where nothing of Xen differs", () => {
    const { status, stdout } = at("v6.1", "v6.1", ...FEW);
    expect(stdout).toContain("nothing below drivers/xen arch/x86/xen ");
    expect(status).toBe(0);
    expect(at("middle", "v6.1", ...FEW, "--", "Documentation/none").status).toBe(0);
  });

  it("calls one bad that regresses, and skips one that does not build", () => {
    expect(at(ids["broken"]!, "v6.1", ...FEW).status).toBe(1);
    expect(at(ids["unbuilt"]!, "v6.1", ...FEW).status).toBe(125);
  });

  it.each([
    ["no commit", []],
    ["a commit that is not there", ["none"]],
    ["what looks like an option", ["--output=x"]],
    ["an option that does not exist", ["v6.1", "--colour"]],
    ["a scenario that does not exist", ["v6.1", "-s", "none"]],
  ])("stops a bisection, and calls no commit bad, for %s", (_, args) => {
    const { status, stderr } = at("middle", ...args);
    expect(stderr).not.toBe("");
    expect(status).toBe(255);
  });
});
