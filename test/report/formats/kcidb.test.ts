// SPDX-License-Identifier: GPL-2.0-only
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import {
  greenReport,
  hostileReport,
  lackingReport,
  manyReport,
  redReport,
  seriesReport,
  untoldReport,
} from "../../support/gate-sample.ts";
import { kcidbSchema } from "../../support/kcidb-schema.ts";
import { renderFormat as render } from "../../support/render-format.ts";

interface One {
  readonly id: string;
  readonly status?: string;
  readonly path?: string;
  readonly comment?: string;
  readonly config_name?: string;
  readonly message_id?: string;
  readonly valid?: boolean;
  readonly log_excerpt?: string;
  readonly checkout_id?: string;
  readonly build_id?: string;
}
interface Results {
  readonly checkouts: readonly One[];
  readonly builds: readonly One[];
  readonly tests: readonly One[];
}

const resultsOf = (report: GateReport): Results => JSON.parse(render("kcidb", report)) as Results;
const validate = new Ajv({ strict: false }).compile(kcidbSchema);

describe("KCIDB", () => {
  it("takes it, whatever a mail says", () => {
    const long = hostileReport("x\0\ud800|".repeat(20_000));
    for (const report of [
      ...[redReport(), greenReport(), seriesReport(), lackingReport(), manyReport(), untoldReport(), long],
      ...["", "a\0b", "\ud800", "x@y z", "::error::"].map(hostileReport),
    ]) {
      const results = resultsOf(report);
      expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
      const ids = [...results.checkouts, ...results.builds, ...results.tests].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("finds each build at its checkout and each test at its build", () => {
    const { checkouts, builds, tests } = resultsOf(seriesReport());
    expect(checkouts.map(({ valid }) => valid)).toEqual([true, false, true]);
    const ids = (all: readonly One[]): string[] => all.map(({ id }) => id);
    for (const { checkout_id } of builds) expect(ids(checkouts)).toContain(checkout_id);
    for (const { build_id } of tests) expect(ids(builds)).toContain(build_id);
  });

  it("is told what a build, a test and a scenario that did not run come to", () => {
    const { builds, tests } = resultsOf(redReport());
    expect(builds.map(({ config_name, status }) => [config_name, status])).toEqual([
      ["x86_64", "PASS"],
      ["x86_32-pae", "FAIL"],
    ]);
    expect(builds[1]?.log_excerpt).toContain("drivers/xen/gntdev.c:7: use of undeclared identifier");
    expect(tests.slice(0, 6).map(({ path, status }) => [path, status])).toEqual([
      ["hunkbox.judged", "PASS"],
      ["hunkbox.cup", "FAIL"],
      ["hunkbox.saucer", "PASS"],
      ["hunkbox.jug", "FAIL"],
      ["hunkbox.kettle", "FAIL"],
      ["hunkbox.spoon", "SKIP"],
    ]);
    expect(tests[3]?.comment).toBe("accepted: an error is right there");
    expect(new Set(tests.slice(7).map(({ status }) => status))).toEqual(new Set(["SKIP"]));
    expect(resultsOf(lackingReport()).builds.map(({ status }) => status)).toEqual(["PASS", "SKIP", "FAIL"]);
  });

  it("does not hear of a pass where nothing can be said of a patch", () => {
    const [judged] = resultsOf(untoldReport()).tests;
    expect(judged).toMatchObject({ path: "hunkbox.judged", status: "MISS" });
    const { tests } = resultsOf(hostileReport("x"));
    expect(tests.find(({ path }) => path === "hunkbox.spoon")?.status).toBe("MISS");
  });

  it("is given no Message-ID that is none", () => {
    expect(resultsOf(redReport()).checkouts[0]?.message_id).toBe("one@example.org");
    expect(resultsOf(hostileReport("a b@c")).checkouts[0]?.message_id).toBeUndefined();
  });
});
