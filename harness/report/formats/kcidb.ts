// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateReport } from "../../gate/gate-report.ts";
import { jsonText } from "../json-text.ts";
import type { Format } from "./format.ts";
import { kcidbBuilds } from "./kcidb/builds.ts";
import { kcidbCheckout, kcidbId } from "./kcidb/checkout.ts";
import { kcidbTests } from "./kcidb/tests.ts";
import { judged } from "./patch-name.ts";

/** Version of kcidb-io's schema. */
const VERSION = { major: 5, minor: 3 };

/**
 * KCIDB, the results of the kernel's CI systems: a checkout for each patch, a build for each configuration, a test for each scenario.
 * There are no times in it. The origin is `hunkbox`: who submits it puts in the name that KernelCI knows.
 */
export const kcidb: Format = {
  name: "kcidb",
  what: "KCIDB 5.3: KernelCI's results",
  needsTraces: false,
  render: (report) => {
    const all = judged(report).map((patch) => ({ patch, id: kcidbId(patch, report) }));
    const of = <T>(make: (patch: GatePatch, id: string, report: GateReport) => T[]): T[] =>
      all.flatMap(({ patch, id }) => make(patch, id, report));
    return jsonText({
      version: VERSION,
      checkouts: of((patch, id) => [kcidbCheckout(patch, id)]),
      builds: of(kcidbBuilds),
      tests: of(kcidbTests),
    });
  },
};
