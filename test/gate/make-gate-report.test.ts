// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import type { GateReport } from "../../harness/gate/gate-report.ts";
import type { QueueJudgement } from "../../harness/gate/judgement.ts";
import { makeGateReport } from "../../harness/gate/make-gate-report.ts";
import { NO_POLICY, type Policy, type PolicyEntry } from "../../harness/gate/policy/policy.ts";
import {
  brokenBuild,
  configOf,
  findingOf,
  lineOf,
  notRun,
  oddResult,
  patchOf,
  queueOf,
  scenarioOf,
} from "../support/judgement.ts";

const TODAY = "2026-11-23";

const entry = (signature: string, over: Partial<PolicyEntry> = {}): PolicyEntry => ({
  signature,
  reason: "agreed",
  expires: "2027-01-01",
  configs: null,
  line: 3,
  ...over,
});

const gate = (judgement: QueueJudgement, policy: Partial<Policy> = {}): GateReport =>
  makeGateReport(judgement, { ...NO_POLICY, path: "p.yaml", ...policy }, TODAY);

const leak = findingOf("regressed");
const red = queueOf([patchOf([configOf([scenarioOf("cup", leak), scenarioOf("saucer")])])]);
const green = queueOf([patchOf([configOf([scenarioOf("cup", findingOf("fixed")), scenarioOf("saucer")])])]);

describe("without a policy", () => {
  it("a regression fails", () => {
    const report = gate(red);
    expect(report).toMatchObject({ verdict: "fail", exitCode: 1 });
    expect(report.patches[0]?.findings[0]).toMatchObject({ status: "fails", policy: null });
    expect(report.patches[0]?.configs[0]?.scenarios.map(({ status }) => status)).toEqual(["fail", "pass"]);
  });

  it("a fix passes", () => {
    const report = gate(green);
    expect(report).toMatchObject({ verdict: "pass", exitCode: 0 });
    expect(report.patches[0]?.findings[0]?.status).toBe("noted");
  });

  it("a hang is told from other failures", () => {
    const hang = findingOf("regressed", { invariant: "hang", signature: "hang: in f" });
    const report = gate(queueOf([patchOf([configOf([scenarioOf("cup", hang)])])]));
    expect(report.patches[0]?.configs[0]?.scenarios[0]?.status).toBe("hang");
  });

  it("of a side that does not build, no scenario is run", () => {
    const config = configOf([notRun("cup", "the after side does not build", "no-build")], {
      after: brokenBuild(),
    });
    const report = gate(queueOf([patchOf([config])]));
    expect(report.exitCode).toBe(3);
    expect(report.patches[0]?.configs[0]?.scenarios[0]?.status).toBe("skipped");
  });
});

describe("an accepted finding", () => {
  it("lets the gate pass, and says why", () => {
    const report = gate(red, { accept: [entry(leak.signature)] });
    expect(report.exitCode).toBe(0);
    expect(report.line).toContain("1 accepted");
    expect(report.patches[0]?.findings[0]).toMatchObject({
      status: "accepted",
      policy: { reason: "agreed", expires: "2027-01-01", line: 3 },
    });
    expect(report.patches[0]?.configs[0]?.scenarios[0]?.status).toBe("accepted");
  });

  it("may be a changed result", () => {
    const odd = queueOf([patchOf([configOf([scenarioOf("cup", oddResult())])])]);
    expect(gate(odd).exitCode).toBe(1);
    expect(gate(odd, { accept: [entry("outcome: mmap")] }).exitCode).toBe(0);
  });

  it("is accepted in the configurations that its entry names, and fails in others", () => {
    const both = queueOf([
      patchOf([
        configOf([scenarioOf("cup", leak)]),
        configOf([scenarioOf("cup", leak)], { config: "x86_32-pae" }),
      ]),
    ]);
    const report = gate(both, { accept: [entry(leak.signature, { configs: ["x86_64"] })] });
    expect(report.exitCode).toBe(1);
    expect(report.patches[0]?.findings.map(({ status, seen }) => [status, seen[0]?.config])).toEqual([
      ["accepted", "x86_64"],
      ["fails", "x86_32-pae"],
    ]);
  });

  it("does not make up for another one", () => {
    const other = findingOf("regressed", { signature: "grant-leak: handle", invariant: "grant-leak" });
    const two = queueOf([patchOf([configOf([scenarioOf("cup", leak, other)])])]);
    expect(gate(two, { accept: [entry(leak.signature)] }).exitCode).toBe(1);
  });

  it("does not make up for a side that does not build", () => {
    const config = configOf([notRun("cup", "the after side does not build", "no-build")], {
      after: brokenBuild(),
    });
    const judgement = queueOf([patchOf([configOf([scenarioOf("cup", leak)]), config])]);
    expect(gate(judgement, { accept: [entry(leak.signature)] }).exitCode).toBe(3);
  });
});

describe("an entry", () => {
  it("that no longer occurs is reported, and does not fail", () => {
    const report = gate(green, { accept: [entry("grant-leak: gone")] });
    expect(report.exitCode).toBe(0);
    expect(report.notes).toEqual([
      {
        kind: "stale",
        fails: false,
        line: 3,
        text: "accept: no longer occurs, and can go: grant-leak: gone",
      },
    ]);
  });

  it("is not said to be gone where not all was run", () => {
    const accept = [entry("grant-leak: gone")];
    const [patch] = green.patches;
    const broken = configOf([notRun("cup", "the after side does not build", "no-build")], {
      after: brokenBuild(),
    });
    const misfit = patchOf([], { refusal: { message: "hunk 1 does not apply", hint: "rebase it" } });
    expect(gate({ ...green, scenariosChosen: true }, { accept }).notes).toEqual([]);
    expect(gate(queueOf([patchOf([...patch!.configs, broken])]), { accept }).notes).toEqual([]);
    expect(gate(queueOf([patch!, misfit]), { accept }).notes).toEqual([]);
    const elsewhere = configOf(broken.scenarios, { ...broken, config: "x86_32-pae" });
    const there = [entry("grant-leak: gone", { configs: ["x86_64"] })];
    const { notes } = gate(queueOf([patchOf([...patch!.configs, elsewhere])]), { accept: there });
    expect(notes.map(({ kind }) => kind)).toEqual(["stale"]);
  });

  test.each([
    ["2026-11-22", 1],
    ["2026-11-23", 0],
  ])("that holds until %s ends with %i on the 23rd", (expires, code) => {
    const report = gate(red, { accept: [entry(leak.signature, { expires })] });
    expect(report.exitCode).toBe(code);
    expect(report.notes.map(({ kind }) => kind)).toEqual(code === 0 ? [] : ["expired"]);
  });

  it("that has expired fails although what it is about is gone", () => {
    const report = gate(green, { accept: [entry("gone", { expires: "2026-01-01" })] });
    expect(report).toMatchObject({ exitCode: 1, verdict: "fail" });
    expect(report.line).toContain("of the policy, 1 entry fails");
  });

  it("about a configuration that is not looked at says nothing", () => {
    const report = gate(green, { accept: [entry("gone", { configs: ["x86_32-pae"] })] });
    expect(report.notes).toEqual([]);
  });
});

describe("an expected fix", () => {
  it("is told as such", () => {
    const report = gate(green, { expect: [entry(leak.signature)] });
    expect(report.exitCode).toBe(0);
    expect(report.patches[0]?.findings[0]?.status).toBe("expected");
  });

  it("that does not show fails", () => {
    const report = gate(green, { expect: [entry("grant-leak: other")] });
    expect(report.exitCode).toBe(1);
    expect(report.notes[0]).toMatchObject({ kind: "missing", fails: true });
  });

  it("is not shown by a regression of the same name", () => {
    expect(gate(red, { accept: [entry(leak.signature)], expect: [entry(leak.signature)] }).exitCode).toBe(1);
  });

  it("may be shown by any patch of a series", () => {
    const nothing = patchOf([configOf([scenarioOf("cup")])]);
    const series = queueOf([nothing, green.patches[0]!], { whole: { ...nothing, number: 0 } });
    expect(gate(series, { expect: [entry(leak.signature)] }).exitCode).toBe(0);
  });
});

describe("of changed lines that make code", () => {
  const covered = (...coverage: ReturnType<typeof lineOf>[][]): QueueJudgement =>
    queueOf([patchOf(coverage.map((lines) => configOf([scenarioOf("cup")], { coverage: lines })))]);
  const asked = { changedLines: { atLeast: 60, line: 9 } };

  it("a line counts as run if any configuration runs it", () => {
    const report = gate(covered([lineOf(1, true), lineOf(2, false)], [lineOf(1, false), lineOf(3, true)]));
    expect(report.patches[0]?.coverage).toMatchObject({ lines: 3, run: 2, missed: [{ line: 2 }] });
  });

  it("as many as the policy asks for have to run", () => {
    expect(gate(covered([lineOf(1, true), lineOf(2, true), lineOf(3, false)]), asked).exitCode).toBe(0);
    const report = gate(covered([lineOf(1, true), lineOf(2, false)]), asked);
    expect(report.exitCode).toBe(1);
    expect(report.patches[0]?.notes).toEqual([
      {
        kind: "coverage",
        fails: true,
        line: 9,
        text: "1 of 2 changed lines run (50.0 %; 60 % are asked for)",
      },
    ]);
  });

  it("none at all are enough", () => {
    expect(gate(covered([]), asked).exitCode).toBe(0);
  });

  it("none were counted: that fails where some are asked for", () => {
    expect(gate(green, asked).exitCode).toBe(1);
  });
});

describe("bounds", () => {
  const bounds = { ...NO_POLICY.bounds, line: 5 };

  it("that are not reached fail", () => {
    const report = gate(green, { bounds: { ...bounds, scenarioRuns: 3, steps: 8 } });
    expect(report.exitCode).toBe(1);
    expect(report.patches[0]?.notes).toEqual([
      { kind: "bounds", fails: true, line: 5, text: "2 scenario runs (at least 3 are asked for)" },
    ]);
  });

  it("ask nothing of a patch that changes no code", () => {
    const same = { ...notRun("cup", "", "same-code"), class: "same" as const };
    const report = gate(queueOf([patchOf([configOf([same], { exercise: null })])]), {
      bounds: { ...bounds, scenarioRuns: 3 },
    });
    expect(report.exitCode).toBe(0);
  });

  it("say how many scenarios may be not comparable", () => {
    const judgement = queueOf([
      patchOf([configOf([scenarioOf("cup"), notRun("saucer", "unmodelled: frobnicate")])]),
    ]);
    expect(gate(judgement).exitCode).toBe(4);
    expect(gate(judgement, { bounds: { ...bounds, notComparable: 1 } }).exitCode).toBe(0);
  });
});

describe("a series", () => {
  const ok = patchOf([configOf([scenarioOf("cup")])]);
  const refusal = { message: "the patch does not apply: x.c: hunk 1", hint: "rebase it" };
  const bad = patchOf([], { refusal });

  test.each([
    ["all of it passes", [ok, ok], 0, "2 of 2 patches pass; the series as a whole: pass"],
    ["one does not apply", [ok, bad, ok], 2, "2 of 3 patches pass; the series as a whole: pass"],
    ["one regresses", [red.patches[0]!, ok], 1, "1 of 2 patches pass; the series as a whole: fail"],
    ["one fails by our doing", [ok, patchOf([], { refusal: { ...refusal, isOurs: true } })], 5, "1 of 2"],
  ])("where %s", (_, patches, code, line) => {
    const report = gate(queueOf(patches));
    expect(report.exitCode).toBe(code);
    expect(report.line).toContain(line);
  });

  it("fails although the whole is right, if one patch alone is not: it would break a bisection", () => {
    const report = gate(queueOf([red.patches[0]!, green.patches[0]!], { whole: { ...ok, number: 0 } }));
    expect(report.exitCode).toBe(1);
  });
});

it("settles what the before side could not show, over all scenarios", () => {
  const beyond = scenarioOf("cup", findingOf("regressed", { unreached: true }));
  const old = scenarioOf("saucer", findingOf("pre-existing"));
  expect(gate(queueOf([patchOf([configOf([beyond, old])])])).exitCode).toBe(0);
  expect(gate(queueOf([patchOf([configOf([beyond])])])).exitCode).toBe(1);
});
