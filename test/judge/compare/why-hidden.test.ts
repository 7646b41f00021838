// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { Hidden } from "../../../harness/judge/compare/why-hidden.ts";
import type { Located } from "../../../harness/judge/place/locate-violations.ts";
import type { JudgedPair } from "../../../harness/judge/run/judged.ts";
import type { Scenario } from "../../../harness/scenario/scenario-schema.ts";
import { ownInvariantId, type Violation } from "../../../harness/subject/invariant.ts";

const FOREIGN_VIEW = ownInvariantId("foreign-view");

const located = (over: Partial<Violation>, name = "remap"): Located =>
  ({ violation: { step: 1, ...over }, function: name }) as unknown as Located;

/** Whether what the after side shows is about a failure that the before side, with these alone, says nothing of. */
const isOfIgnored = (one: Located, ...before: readonly Located[]): boolean =>
  new Hidden({} as Scenario, {} as JudgedPair, before, before).tellsOfIgnored(one);

describe("a failure that the before side says nothing of, and the after side does", () => {
  const ignored = located({ invariant: "status-ignored" });

  it("may come with a warning", () => {
    const warning = located({ invariant: "kernel-warning" }, "elsewhere");
    expect(isOfIgnored(warning, ignored)).toBe(true);
    expect(isOfIgnored(warning, located({ invariant: "memory-leak" }))).toBe(false);
    expect(isOfIgnored(warning, located({ invariant: "status-ignored", step: 2 }))).toBe(false);
  });

  it("may be told not quite as it should: that is no worse", () => {
    const told = located({ invariant: FOREIGN_VIEW, isOfFailure: true });
    expect(isOfIgnored(told, ignored)).toBe(true);
    expect(isOfIgnored(told)).toBe(false);
  });

  it("is the same call's, and excuses nothing but how it is told", () => {
    const told = located({ invariant: FOREIGN_VIEW, isOfFailure: true });
    expect(isOfIgnored(told, located({ invariant: "status-ignored" }, "elsewhere"))).toBe(false);
    expect(isOfIgnored(located({ invariant: FOREIGN_VIEW }), ignored)).toBe(false);
  });
});
