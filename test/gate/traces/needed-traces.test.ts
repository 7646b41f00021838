// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { GateTrace } from "../../../harness/gate/gate-report.ts";
import { makeGateReport } from "../../../harness/gate/make-gate-report.ts";
import { NO_POLICY } from "../../../harness/gate/policy/policy.ts";
import { configOf, findingOf, patchOf, queueOf, scenarioOf } from "../../support/judgement.ts";

const traceOf = (scenario: string): GateTrace => ({
  config: "x86_64",
  scenario,
  rows: [],
  pages: [],
  tables: { entries: [], frames: [], changes: [], grants: [], leftOut: 0 },
});

const leak = findingOf("regressed");
const fixed = findingOf("fixed", { signature: "grant-leak: y", invariant: "grant-leak", subject: "y" });

/** Ids of the scenarios whose traces a report shows. */
function shown(traced: readonly string[], ...scenarios: ReturnType<typeof scenarioOf>[]): string[] {
  const patch = patchOf([configOf(scenarios)], { traces: traced.map(traceOf) });
  return makeGateReport(queueOf([patch]), NO_POLICY, "").patches[0]!.traces.map(({ scenario }) => scenario);
}

it("examples of problems come first, in the order of problems", () => {
  const long = { ...scenarioOf("long", leak), steps: 20 };
  expect(
    shown(["mended", "long", "short"], scenarioOf("mended", fixed), long, scenarioOf("short", leak)),
  ).toEqual(["short", "mended", "long"]);
});

it("what nothing needs is not shown", () => {
  expect(shown(["a", "b"], scenarioOf("a", leak), scenarioOf("b"))).toEqual(["a"]);
});

it("a finding whose first run has no trace is shown by another of its runs", () => {
  expect(shown(["c"], scenarioOf("a", leak), scenarioOf("b", leak), scenarioOf("c", leak))).toEqual(["c"]);
});
