// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { runsToTrace } from "../../../harness/gate/traces/runs-to-trace.ts";
import { configOf, findingOf, notRun, oddResult, scenarioOf } from "../../support/judgement.ts";

const leak = findingOf("regressed");
const hang = findingOf("regressed", { signature: "hang: x", invariant: "hang", subject: "x" });
const fixed = findingOf("fixed", { signature: "grant-leak: y", invariant: "grant-leak", subject: "y" });
const old = findingOf("pre-existing", { signature: "p2m-view: z", invariant: "p2m-view", subject: "z" });

const names = (runs: readonly { config: string; scenario: string }[]): string[] =>
  runs.map(({ config, scenario }) => `${config} ${scenario}`);

describe("runs that a report shows", () => {
  it("are the shortest of each problem, and what each other finding is first seen in", () => {
    const long = { ...scenarioOf("long", leak), steps: 20 };
    const { examples, others } = runsToTrace([configOf([long, scenarioOf("short", leak)])], false);
    expect(names(examples)).toEqual(["x86_64 short"]);
    expect(names(others)).toEqual(["x86_64 long"]);
  });

  it("are each named once, however many findings share them", () => {
    const { examples, others } = runsToTrace([configOf([scenarioOf("a", leak, hang, fixed)])], false);
    expect(names([...examples, ...others])).toEqual(["x86_64 a"]);
  });

  it("are none for what is not told of: what was wrong before, what did not run", () => {
    const { examples, others } = runsToTrace([configOf([scenarioOf("a", old), notRun("b", "no")])], false);
    expect([...examples, ...others]).toEqual([]);
  });

  it("are as many as there are findings, without a limit", () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      scenarioOf(`s-${i}`, findingOf("regressed", { signature: `hang: ${i}`, invariant: "hang" })),
    );
    expect(runsToTrace([configOf(many)], false).examples).toHaveLength(40);
  });

  it("are of each configuration where a policy may accept a finding in one alone", () => {
    const both = [
      configOf([scenarioOf("a", leak)]),
      configOf([scenarioOf("a", leak)], { config: "x86_32-pae" }),
    ];
    const open = runsToTrace(both, true);
    expect(names([...open.examples, ...open.others])).toEqual(["x86_64 a", "x86_32-pae a"]);
    const closed = runsToTrace(both, false);
    expect(names([...closed.examples, ...closed.others])).toEqual(["x86_64 a"]);
  });

  it("are of an error in place of another where a policy may hold that for a failure", () => {
    const errno = configOf([scenarioOf("a", oddResult({ unexplained: false, isErrno: true }))]);
    expect(names(runsToTrace([errno], true).examples)).toEqual(["x86_64 a"]);
    expect(runsToTrace([errno], false).examples).toEqual([]);
  });
});
