// SPDX-License-Identifier: GPL-2.0-only
import type { GateReport } from "../../gate/gate-report.ts";
import { jsonText } from "../json-text.ts";
import { makeScreen, printable } from "../screen.ts";
import { judgedStatus } from "../told/judged-status.ts";
import type { Format } from "./format.ts";
import { terminal } from "./terminal.ts";

/** Fits into a window of a mail reader. */
const WIDTH = 76;

/**
 * What `b4 review` takes from an external check: an array of results, each with tool, status (pass, warn or fail), summary
 * and details (b4's documentation, "Writing an external check script").
 */
export const b4: Format = {
  name: "b4",
  what: "b4 review: the answer of an external check",
  needsTraces: false,
  render: (report) => {
    const details = terminal.render(report, makeScreen(WIDTH, false)).trimEnd();
    const result = { tool: "hunkbox", status: statusOf(report), summary: printable(report.line), details };
    return jsonText([result]);
  },
};

/** What could not be judged is no fault of the patch, and no pass either. */
function statusOf(report: GateReport): "pass" | "warn" | "fail" {
  const status = judgedStatus(report);
  if (status === "untold") return "warn";
  return status === "pass" && report.notes.length > 0 ? "warn" : status;
}
