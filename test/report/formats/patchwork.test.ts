// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import {
  greenReport,
  hostileReport,
  manyReport,
  redReport,
  seriesReport,
  untoldReport,
} from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

interface Entry {
  readonly msgid: string | null;
  readonly check: { readonly state: string; readonly context: string; readonly description: string };
}
const entriesOf = (report: GateReport): Entry[] => JSON.parse(render("patchwork", report)) as Entry[];

describe("Patchwork's checks", () => {
  it.each([
    ["fail", redReport],
    ["success", greenReport],
    ["warning", untoldReport],
  ])("are %s", (state, report) => {
    expect(entriesOf(report())).toMatchObject([{ msgid: "one@example.org", check: { state } }]);
  });

  it("are one for each patch, and the series at the last of them", () => {
    expect(entriesOf(seriesReport()).map(({ check: { context, state } }) => [context, state])).toEqual([
      ["hunkbox", "success"],
      ["hunkbox", "fail"],
      ["hunkbox-series", "success"],
    ]);
  });

  it("count what there is, and name what comes first", () => {
    expect(entriesOf(manyReport())[0]?.check.description).toBe(
      "does-not-build: 2 build errors, 12 problems, 2 mended; first: no such thing as oak",
    );
  });

  it("fail where an entry of the policy does", () => {
    const notes = [{ kind: "expired", fails: true, text: "accept: expired", line: 3 } as const];
    expect(entriesOf({ ...greenReport(), notes })[0]?.check).toMatchObject({
      state: "fail",
      description: "policy: accept: expired",
    });
  });

  it("fit, in one line, whatever a mail says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat(600), (text, times) => {
        for (const { check } of entriesOf(hostileReport(text.repeat(times)))) {
          expect(Object.keys(check)).toEqual(["state", "context", "description"]);
          expect(check.context).toMatch(/^[\w-]+$/);
          expect(check.description.length).toBeLessThanOrEqual(255);
          expect(check.description).not.toMatch(/\n/);
        }
      }),
      { numRuns: 40 },
    );
  });
});
