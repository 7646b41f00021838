// SPDX-License-Identifier: GPL-2.0-only
import type { GateReport } from "../../gate/gate-report.ts";
import type { Screen } from "../screen.ts";

/** A way to write a gate's report. */
export interface Format {
  readonly name: string;
  /** What reads it, in a few words. */
  readonly what: string;
  /** True if it shows traces, which cost another run of some scenarios. */
  readonly needsTraces: boolean;
  /** @param screen how wide and with which colours people see it; formats for programs do not look at it */
  readonly render: (report: GateReport, screen: Screen) => string;
}
