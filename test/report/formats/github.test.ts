// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileReport, MANY_PROBLEMS, manyReport, untoldReport } from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

const linesOf = (report: Parameters<typeof render>[1]): string[] =>
  render("github", report).trimEnd().split("\n");

describe("GitHub's annotations", () => {
  it("are one line each, whatever the mail says", () => {
    const plain = linesOf(hostileReport("x")).length;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        const lines = linesOf(hostileReport(`${text}\n::error::x`));
        for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) [^:]*(?:%3A[^:]*)*::/);
        expect(lines).toHaveLength(plain);
      }),
    );
  });

  it("are ten errors at most, build errors first, and a warning that says how many more there are", () => {
    const lines = linesOf(manyReport());
    const errors = lines.filter((line) => line.startsWith("::error "));
    expect(errors).toHaveLength(10);
    expect(errors.slice(0, 2).map((line) => /such thing as (\w+)/.exec(line)?.[1])).toEqual(["oak", "pine"]);
    expect(errors.slice(2).map((line) => /grant leak%3A (\w+)/.exec(line)?.[1])).toEqual(
      MANY_PROBLEMS.slice(0, 8),
    );
    const warnings = lines.filter((line) => line.startsWith("::warning "));
    expect(warnings).toEqual([
      "::warning title=hunkbox::4 more errors: GitHub shows 10 of a step, and the other reports have all",
    ]);
  });

  it("name what follows from a problem in the problem's own, not beside it", () => {
    const [, , first] = linesOf(manyReport());
    expect(first).toContain("And so: hypercall that Xen refuses: moss");
  });

  it("are an error where nothing can be said of a patch", () => {
    expect(linesOf(untoldReport())).toEqual([
      expect.stringMatching(/^::error title=hunkbox::not-exercised: /),
    ]);
  });
});
