// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import {
  lackingReport,
  manyReport,
  redReport,
  seriesReport,
  untoldReport,
} from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issuesOf = (report: Parameters<typeof render>[1]): Issue[] =>
  JSON.parse(render("gitlab", report)) as Issue[];

describe("GitLab's report", () => {
  it("gives each issue a fingerprint of its own, a place and a severity", () => {
    for (const report of [redReport(), seriesReport(), lackingReport()]) {
      const issues = issuesOf(report);
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
      for (const { severity, location } of issues) {
        expect(severity).toMatch(/^(?:info|minor|major|critical|blocker)$/);
        expect(location.path).not.toBe("");
        expect(location.lines.begin).toBeGreaterThan(0);
      }
    }
  });

  it("names what was not judged by its verdict, not by a rule", () => {
    const names = issuesOf(seriesReport()).map(({ check_name }) => check_name);
    expect(names).toEqual(["does-not-apply"]);
  });

  it("tells what follows from a problem after it, and as less", () => {
    const [, , first, second, third] = issuesOf(manyReport());
    expect(first?.severity).toBe("critical");
    expect(second).toMatchObject({ severity: "major", check_name: "bad-hypercall" });
    expect(second?.description).toMatch(/^Follows from problem 1: grant leak: alder\. /);
    expect(third?.description).toMatch(/^Problem 2: /);
  });

  it("is not empty where nothing can be said of a patch", () => {
    expect(issuesOf(untoldReport()).map(({ check_name }) => check_name)).toEqual(["not-exercised"]);
  });
});
