// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeViews } from "../../../harness/base/make-views.ts";
import { checkRange } from "../../../harness/cli/commands/check-range.ts";
import { checkSeries } from "../../../harness/cli/commands/check-series.ts";
import type { Inputs } from "../../../harness/cli/inputs/load-inputs.ts";
import type { CheckOptions } from "../../../harness/cli/options/check-options.ts";
import { ToolError } from "../../../harness/compile/toolchain/tool-error.ts";
import type { CheckResult } from "../../../harness/judge/check-patch.ts";
import { EXIT_CODES, type VerdictName } from "../../../harness/judge/verdict/verdict.ts";
import { FakeRepository } from "../../support/fake-repository.ts";
import { tempDir } from "../../support/temp-dir.ts";

vi.mock("../../../harness/cli/commands/check-series.ts", () => ({ checkSeries: vi.fn() }));

const P2M = "arch/x86/xen/p2m.c";
const dir = realpathSync(tempDir());
const cache = tempDir();
const repository = new FakeRepository(dir);
let stdout: string;
let stderr: string;
/** What was judged: subject, and the text of p2m.c before. */
let judged: (readonly [string, string | null])[];
let verdicts: Record<string, VerdictName>;

beforeAll(() => {
  repository.git("tag", "start");
  repository.commit("first fix", { [P2M]: "1\n" });
  repository.commit("a picture", { "lib/cup.bin": "\0\u0001\0" });
  repository.commit("nothing");
  repository.commit("second fix", { [P2M]: "2\n" });
});
beforeEach(() => {
  [stdout, stderr, judged, verdicts] = ["", "", [], {}];
  vi.stubEnv("HUNKBOX_CACHE", cache);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  vi.mocked(checkSeries).mockImplementation(async ({ series, base }: Inputs): Promise<CheckResult> => {
    const { subject } = series.patches[0]!;
    const views = makeViews(base, series.patches, false);
    judged.push([subject, views.before.read(P2M)]);
    const name = verdicts[subject] ?? "pass";
    const bounds = { configs: 0, scenarios: 0, steps: 0, events: 0, stepBudget: 0 };
    const verdict = { name, exitCode: EXIT_CODES[name], line: `${name}: as told`, bounds };
    return { toolchain: "none", views, configs: [], verdict };
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const check = (range: string, options: Partial<CheckOptions> = {}): Promise<number> =>
  checkRange([], range, {
    config: [],
    scenario: [],
    reverse: false,
    all: false,
    plain: false,
    color: false,
    git: dir,
    ...options,
  });

describe("each commit of a range", () => {
  it("is judged on its own parent, and has its report", async () => {
    await check("start..main");
    expect(judged).toEqual([
      ["first fix", "one\ntwo\nthree\n"],
      ["second fix", "1\n"],
    ]);
    expect(stdout).toMatch(/first fix\n {2}A Tester.*OK \(exit 0\).*second fix\n {2}A Tester/s);
    const parent = repository.git("rev-parse", "--short=12", "main~1");
    expect(stdout).toContain(`1 hunk in 1 file, base: linux 6.1.7 (git ${parent})`);
  });

  it("is a row of the table that ends it, also one that is no patch; one without files is told", async () => {
    verdicts = { "second fix": "not-comparable" };
    expect(await check("start..main")).toBe(2);
    const id = (rev: string): string => repository.git("rev-parse", "--short=12", rev);
    const table = stdout.slice(stdout.indexOf("start..main: 3 commits"));
    expect(table.split("\n").filter((line) => line !== "")).toEqual([
      "start..main: 3 commits",
      "  exit  verdict         commit        subject",
      `  0     pass            ${id("main~3")}  first fix`,
      `  2     does-not-apply  ${id("main~2")}  a picture`,
      `  4     not-comparable  ${id("main")}  second fix`,
    ]);
    expect(stderr).toContain(`${id("main~1")} is left out: it changes no file (nothing)`);
  });

  it("counts for the exit code, the worst first", async () => {
    verdicts = { "second fix": "fail" };
    expect(await check("main~2..main")).toBe(1);
    expect(await check("start..main~3")).toBe(0);
  });

  it("is in the JSON report", async () => {
    expect(await check("main~1..main", { json: "-" })).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      range: "main~1..main",
      exitCode: 0,
      commits: [{ subject: "second fix", verdict: "pass", exitCode: 0, error: null, report: { patch: {} } }],
    });
  });

  it("is not reached any more once the tool fails", async () => {
    vi.mocked(checkSeries).mockRejectedValue(new ToolError("no compiler", "get one"));
    await expect(check("start..main")).rejects.toThrow("no compiler");
  });
});
