// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { fewFindings } from "../../../harness/judge/verdict/few-findings.ts";
import type { Finding, FindingClass, FindingRule } from "../../../harness/judge/verdict/finding.ts";
import type { ScenarioVerdict } from "../../../harness/judge/verdict/scenario-verdict.ts";

const finding = (kind: FindingClass, invariant: FindingRule, nth: number, times = 1): Finding =>
  ({
    ...{ signature: `${invariant}: ${nth}`, subject: "", invariant, class: kind, scenario: "a", step: 1 },
    ...{ place: { code: "" }, before: "", after: "x".repeat(1000), expected: "", message: `the ${nth}th` },
    ...{ stacks: [], unreached: false, times },
  }) as unknown as Finding;

const result = (id: string, findings: readonly Finding[]): ScenarioVerdict => {
  return { id, class: "regressed", findings, events: 1, steps: 9, whyNot: null };
};

describe("findings that a report has room for", () => {
  it("are all there as they are", () => {
    const results = [result("a", [finding("changed", "trace", 1), finding("regressed", "hang", 2)])];
    expect(fewFindings(results)).toEqual(results);
  });
});

describe("findings that a report has no room for", () => {
  const all = [1, 2, 3, 4].map((nth) => finding("changed", "trace", nth, nth));

  it("are one for each class, with how many there are", () => {
    const [{ findings }] = fewFindings([result("a", all)], 4000) as [ScenarioVerdict];
    expect(findings.map(({ signature, times }) => [signature, times])).toEqual([
      ["trace: 1", 1],
      ["trace: 2", 2],
      ["trace: more than the report has room for", 7],
    ]);
    expect(findings[2]!.message).toBe("7 more that the report has no room for, such as: the 3th");
    expect(findings[2]!.after.length).toBeLessThan(300);
  });

  it("lose no class", () => {
    const other = [finding("regressed", "hang", 5), finding("fixed", "hang", 6)];
    const [, second] = fewFindings([result("a", all), result("b", other)], 100) as [
      ScenarioVerdict,
      ScenarioVerdict,
    ];
    expect(second.findings.map((one) => one.class)).toEqual(["regressed", "fixed"]);
    expect(second.class).toBe("regressed");
  });

  it("are differences on the way first, wherever they stand", () => {
    const rule = [5, 6, 7].map((nth) => finding("regressed", "memory-leak", nth));
    const [first, second] = fewFindings([result("a", all), result("b", rule)], 6000) as [
      ScenarioVerdict,
      ScenarioVerdict,
    ];
    expect(second.findings).toEqual(rule);
    expect(first.findings.length).toBeLessThan(all.length);
  });

  it("stay apart if a result is explained or not", () => {
    const open = { ...finding("changed", "outcome", 1), unexplained: true };
    const [{ findings }] = fewFindings([result("a", [open, finding("changed", "outcome", 2)])], 0) as [
      ScenarioVerdict,
    ];
    expect(findings.map(({ unexplained }) => unexplained === true)).toEqual([true, false]);
  });
});
