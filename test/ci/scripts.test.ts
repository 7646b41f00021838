// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { tempDir } from "../support/temp-dir.ts";

/** Two scenarios: one that the reference patch mends, one that it breaks. */
const FEW = ["-c", "x86_64", "-s", "user-map-one-page", "-s", "fault-kernel-map-op-middle-page"];

/** Runs a script of ci/ as an engine does: in a folder of the user's, which holds the patch. */
function runCi(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  dir = workFolder(),
) {
  const {
    GITHUB_ACTIONS: _a,
    GITHUB_OUTPUT: _b,
    GITHUB_STEP_SUMMARY: _c,
    GITLAB_CI: _d,
    ...rest
  } = process.env;
  const run = spawnSync(join(projectRoot(), "ci", script), [...args], {
    cwd: dir,
    env: { ...rest, NO_COLOR: "1", ...env },
    encoding: "utf8",
  });
  return { dir, out: join(dir, "hunkbox-out"), status: run.status, stdout: run.stdout, stderr: run.stderr };
}

function workFolder(): string {
  const dir = tempDir();
  cpSync(join(projectRoot(), REFERENCE_PATCH), join(dir, "fix.mbox"));
  return dir;
}

/** The files of a folder with their contents. */
const contents = (dir: string): Map<string, string> =>
  new Map(
    readdirSync(dir)
      .sort()
      .map((name) => [name, readFileSync(join(dir, name), "utf8")]),
  );

describe("the plain recipe", () => {
  it("ends with the gate's exit code and leaves a report in each format", () => {
    const { status, stdout, out, stderr } = runCi("gate.sh", ["fix.mbox", ...FEW]);
    expect(status, stderr).toBe(1);
    expect(stdout).toContain("memory-leak");
    expect(readdirSync(out).sort()).toEqual([
      "comment.md",
      "hunkbox.json",
      "hunkbox.sarif",
      "junit.xml",
      "kcidb.json",
      "patchwork.json",
      "reply.eml",
      "report.html",
      "result.ktap",
    ]);
  });

  it("says what to do where there is no patch", () => {
    const { status, stderr } = runCi("gate.sh", []);
    expect(status).toBe(1);
    expect(stderr).toContain("nothing to gate");
  });
});

describe("GitHub", () => {
  it("gets annotations on stdout, a summary and outputs in its files", () => {
    const dir = workFolder();
    const summary = join(dir, "summary");
    const output = join(dir, "output");
    const { status, stdout } = runCi(
      "action.sh",
      [],
      {
        GITHUB_ACTIONS: "true",
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        INPUT_PATCH: "fix.mbox",
        INPUT_OPTIONS:
          "-c x86_64\r\n--scenario user-map-one-page\n\n--scenario fault-kernel-map-op-middle-page\n",
      },
      dir,
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=drivers\/xen\/gntdev\.c,line=120/m);
    expect(readFileSync(summary, "utf8")).toContain("|");
    expect(readFileSync(output, "utf8")).toBe("exit-code=1\nreports=hunkbox-out\n");
  });

  it("takes an option's text as text", () => {
    const { status, dir } = runCi("action.sh", [], {
      INPUT_PATCH: "fix.mbox; touch pwned",
      INPUT_OPTIONS: "--policy $(touch pwned)",
    });
    expect(status).toBe(2);
    expect(existsSync(join(dir, "pwned"))).toBe(false);
  });
});

it("GitLab gets a code quality report", () => {
  const { out } = runCi("gate.sh", ["fix.mbox", ...FEW], { GITLAB_CI: "true" });
  expect(JSON.parse(readFileSync(join(out, "code-quality.json"), "utf8"))).not.toEqual([]);
});

describe("a gate over several jobs", () => {
  it("gives, byte for byte, the reports of one job", () => {
    const one = runCi("gate.sh", ["fix.mbox", ...FEW]);
    const dir = workFolder();
    for (const i of [2, 1]) {
      const out = `parts/job-${i}`;
      const part = runCi("gate.sh", ["fix.mbox", ...FEW], { HUNKBOX_SHARD: `${i}/2`, HUNKBOX_OUT: out }, dir);
      expect(part.status, part.stderr).toBe(0);
    }
    const merged = runCi("merge.sh", ["parts"], {}, dir);
    expect(merged.status, merged.stderr).toBe(1);
    expect(contents(merged.out)).toEqual(contents(one.out));
    expect(merged.stdout).toBe(one.stdout);
  });

  it("is refused where a part is missing or there is none", () => {
    const dir = workFolder();
    mkdirSync(join(dir, "parts"));
    expect(runCi("merge.sh", ["parts"], {}, dir).stderr).toContain("there is no shard-*.json");
    runCi("gate.sh", ["fix.mbox", ...FEW], { HUNKBOX_SHARD: "1/2", HUNKBOX_OUT: "parts" }, dir);
    const merged = runCi("merge.sh", ["parts"], {}, dir);
    expect(merged.status).toBe(2);
    expect(merged.stderr).toContain("2/2");
  });

  it("is refused where a part is damaged", () => {
    const dir = workFolder();
    mkdirSync(join(dir, "parts"));
    writeFileSync(join(dir, "parts", "shard-1-of-1.json"), "{");
    expect(runCi("merge.sh", ["parts"], {}, dir).status).toBe(2);
  });
});

describe("GitLab's template", () => {
  type Job = { readonly script?: readonly string[]; readonly variables?: Readonly<Record<string, string>> };
  const template = parse(readFileSync(join(projectRoot(), "ci", "gitlab.yml"), "utf8")) as Record<
    string,
    Job
  >;
  const options = "-c x86_64 -s user-map-one-page --plain";

  /** Runs the lines of a job's script as GitLab does, hunkbox being here. */
  const job = (name: string, env: Readonly<Record<string, string>>, dir: string) => {
    const given = { ...template[".hunkbox"]!.variables, HUNKBOX_CACHE: join(projectRoot(), "wasm"), ...env };
    const lines = template[name]!.script!.map((line) => line.replaceAll("/tmp/hunkbox", projectRoot()));
    const run = spawnSync("bash", ["-euo", "pipefail", "-c", lines.join("\n")], {
      cwd: dir,
      env: { ...process.env, NO_COLOR: "1", GITLAB_CI: "true", ...given },
      encoding: "utf8",
    });
    return { status: run.status, stderr: run.stderr };
  };

  it("gates a patch", () => {
    const dir = workFolder();
    const { status, stderr } = job(
      ".hunkbox-gate",
      { HUNKBOX_PATCH: "fix.mbox", HUNKBOX_OPTIONS: options },
      dir,
    );
    expect(status, stderr).toBe(1);
    expect(existsSync(join(dir, "hunkbox-out", "code-quality.json"))).toBe(true);
  });

  it("gates commits, for which there is no patch to name", () => {
    const { status, stderr } = job(".hunkbox-gate", { HUNKBOX_OPTIONS: "--git . --range a..b" }, tempDir());
    expect(status).toBe(2);
    expect(stderr).toContain("git");
    expect(stderr).not.toContain("exclude each other");
  });

  it("puts parts together by the policy that they had", () => {
    const dir = workFolder();
    writeFileSync(join(dir, "p.yaml"), "version: 1\n");
    const env = { HUNKBOX_PATCH: "fix.mbox", HUNKBOX_OPTIONS: `${options} --policy p.yaml` };
    for (const index of ["1", "2"]) {
      const part = job(".hunkbox-part", { ...env, CI_NODE_INDEX: index, CI_NODE_TOTAL: "2" }, dir);
      expect(part.status, part.stderr).toBe(0);
    }
    const merged = job(".hunkbox-merge", { HUNKBOX_MERGE_OPTIONS: "--policy p.yaml" }, dir);
    expect(merged.status, merged.stderr).toBe(1);
    expect(existsSync(join(dir, "hunkbox-out", "junit.xml"))).toBe(true);
  });
});

it("the action hands each of its inputs to the script", () => {
  const action = readFileSync(join(projectRoot(), "action.yml"), "utf8");
  const { inputs, runs } = parse(action) as {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly runs: {
      readonly steps: readonly { readonly run?: string; readonly env?: Record<string, string> }[];
    };
  };
  const step = runs.steps.find(({ run }) => run !== undefined);
  expect(step?.run).toBe("$" + "{{ github.action_path }}/ci/action.sh");
  const handed = Object.values(step?.env ?? {}).flatMap((value) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? []);
  expect(handed.sort()).toEqual(Object.keys(inputs).sort());
});
