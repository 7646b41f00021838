// SPDX-License-Identifier: GPL-2.0-only
import type { GateReport } from "../../harness/gate/gate-report.ts";
import { FORMATS } from "../../harness/report/formats/index.ts";
import { makeScreen } from "../../harness/report/screen.ts";

/** A report in one of the formats, by its name. */
export const renderFormat = (name: string, report: GateReport, width = 80): string =>
  FORMATS.find((one) => one.name === name)!.render(report, makeScreen(width, false));
