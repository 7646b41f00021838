// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { collectFindings } from "../../harness/gate/collect-findings.ts";
import { headlineOf } from "../../harness/gate/headline.ts";
import { NO_POLICY } from "../../harness/gate/policy/policy.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import { configOf, findingOf, oddResult, scenarioOf } from "../support/judgement.ts";

function headline(finding: Finding): string {
  const [one] = collectFindings([configOf([scenarioOf("cup", finding)])], NO_POLICY, "");
  return headlineOf(one!);
}

const at = (code: string): Pick<Finding, "place"> => ({ place: { ...findingOf("regressed").place, code } });

describe("the headline of a finding", () => {
  it.each([
    ["add->kmap_ops = kzalloc(n, GFP_KERNEL);", "memory leak: kmap_ops is never freed"],
    ["struct cup *cup = (struct cup *) kmalloc(8, GFP_KERNEL);", "memory leak: cup is never freed"],
    ["return kzalloc(n, GFP_KERNEL);", "memory leak: add"],
  ])("names what a leak is of: %s", (code, text) => {
    expect(headline(findingOf("regressed", at(code)))).toBe(text);
  });

  it("tells what the patch mends as what was", () => {
    expect(headline(findingOf("fixed"))).toBe("memory leak: kmap_ops was never freed");
  });

  it("says what is wrong, and with what", () => {
    const leak = findingOf("regressed", { invariant: "grant-leak", subject: "handle of a kernel mapping" });
    expect(headline(leak)).toBe("grant leak: handle of a kernel mapping");
  });

  it("says nothing twice", () => {
    const warning = findingOf("regressed", { invariant: "kernel-warning", subject: "WARNING" });
    expect(headline(warning)).toBe("kernel warning");
  });

  it("of a result names both", () => {
    expect(headline(oddResult({ subject: "mmap", before: "0", after: "-EINVAL" }))).toBe(
      "mmap returns -EINVAL in place of 0",
    );
  });
});
