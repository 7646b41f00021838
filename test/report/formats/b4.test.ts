// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { greenReport, redReport, seriesReport, untoldReport } from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

describe("b4", () => {
  test.each([
    ["fail", redReport],
    ["pass", greenReport],
    ["fail", seriesReport],
    ["warn", untoldReport],
  ])("is told %s", (status, report) => {
    const results = JSON.parse(render("b4", report())) as Record<string, string>[];
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ tool: "hunkbox", status });
    expect(results[0]?.summary).not.toContain("\n");
    expect(results[0]?.details).toContain("\n");
  });
});
