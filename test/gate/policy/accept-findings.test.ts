// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import { makeGateReport } from "../../../harness/gate/make-gate-report.ts";
import { acceptFindings } from "../../../harness/gate/policy/accept-findings.ts";
import { parsePolicy } from "../../../harness/gate/policy/parse-policy.ts";
import { NO_POLICY, type Policy } from "../../../harness/gate/policy/policy.ts";
import { configOf, findingOf, oddResult, patchOf, queueOf, scenarioOf } from "../../support/judgement.ts";

const TODAY = "2026-11-23";
const fixed = findingOf("fixed", { signature: "grant-leak: handle in f", invariant: "grant-leak" });
const queue = queueOf([patchOf([configOf([scenarioOf("cup", findingOf("regressed"), oddResult(), fixed)])])]);
const gate = (policy: Policy): GateReport => makeGateReport(queue, policy, TODAY);

const FRESH = `version: 1
expect:
  - signature: "grant-leak: handle in f"
    reason: "TODO: say why"
    expires: 2027-02-21
accept:
  - signature: "memory-leak: add in gntdev_alloc_map"
    reason: "TODO: say why"
    expires: 2027-02-21
  - signature: "outcome: mmap"
    reason: "TODO: say why"
    expires: 2027-02-21
`;

it("makes a policy of what fails and what was fixed", () => {
  const { text, accepted, expected } = acceptFindings(gate(NO_POLICY), null, TODAY);
  expect(text).toBe(FRESH);
  expect([accepted, expected]).toEqual([2, 1]);
});

it("leaves a policy that nobody gets past before its reasons are written", () => {
  expect(() => parsePolicy(FRESH, "p.yaml")).toThrow("say why");
  const reviewed = parsePolicy(FRESH.replaceAll("TODO: say why", "agreed on the list"), "p.yaml");
  expect(gate(reviewed)).toMatchObject({ exitCode: 0, notes: [] });
});

it("adds to a policy what is not in it, and keeps its comments and the rest", () => {
  const old = `# ours
version: 1
configs: [x86_64] # no others
accept:
  # see the thread
  - signature: "outcome: mmap"
    reason: right so
    expires: 2027-01-01
`;
  const { text, accepted } = acceptFindings(gate(parsePolicy(old, "p.yaml")), old, TODAY);
  expect(accepted).toBe(1);
  expect(text).toContain("# ours\n");
  expect(text).toContain("configs: [x86_64] # no others\n");
  expect(text).toContain('  # see the thread\n  - signature: "outcome: mmap"\n    reason: right so\n');
  expect(text.match(/TODO/g)).toHaveLength(2);
});

it("has nothing to add to a policy that says it all", () => {
  const text = FRESH.replaceAll("TODO: say why", "agreed on the list");
  const again = acceptFindings(gate(parsePolicy(text, "p.yaml")), text, TODAY);
  expect([again.accepted, again.expected]).toEqual([0, 0]);
  expect(again.text).toBe(text);
});

it("dates an entry anew that has expired, and asks for its reason again", () => {
  const old = `version: 1
accept:
  - signature: "memory-leak: add in gntdev_alloc_map"
    reason: freed by the next patch
    expires: 2026-11-22
  - signature: "outcome: mmap"
    reason: right so
    expires: 2027-01-01
`;
  const { text, accepted } = acceptFindings(gate(parsePolicy(old, "p.yaml")), old, TODAY);
  expect(accepted).toBe(1);
  expect(text).toContain(`version: 1
accept:
  - signature: "memory-leak: add in gntdev_alloc_map"
    reason: "TODO: say why" # until 2026-11-22: freed by the next patch
    expires: 2027-02-21
  - signature: "outcome: mmap"
    reason: right so
`);
  const reviewed = parsePolicy(text.replaceAll("TODO: say why", "agreed on the list"), "p.yaml");
  expect(gate(reviewed)).toMatchObject({ exitCode: 0, notes: [] });
});

it("says where, beside an entry for other configurations", () => {
  const leak = findingOf("regressed");
  const both = queueOf([
    patchOf([
      configOf([scenarioOf("cup", leak)]),
      configOf([scenarioOf("cup", leak)], { config: "x86_32-pae" }),
    ]),
  ]);
  const old = `version: 1
accept:
  - signature: "memory-leak: add in gntdev_alloc_map"
    reason: freed by the next patch
    expires: 2027-01-01
    configs: [x86_64]
`;
  const report = makeGateReport(both, parsePolicy(old, "p.yaml"), TODAY);
  const { text, accepted } = acceptFindings(report, old, TODAY);
  expect(accepted).toBe(1);
  expect(text.slice(old.length)).toBe(`  - signature: "memory-leak: add in gntdev_alloc_map"
    reason: "TODO: say why"
    expires: 2027-02-21
    configs:
      - x86_32-pae
`);
  const reviewed = parsePolicy(text.replaceAll("TODO: say why", "agreed on the list"), "p.yaml");
  expect(makeGateReport(both, reviewed, TODAY)).toMatchObject({ exitCode: 0, notes: [] });
});
