// SPDX-License-Identifier: GPL-2.0-only
import type { Problem } from "../../gate/gate-report.ts";
import { runCount } from "./run-count.ts";

/** `289 runs, 113 inject a fault; shortest run: user-map-one-page, step 3, x86_64`. */
export function runsText(problem: Pick<Problem, "runs" | "runsWithoutFault" | "example">): string {
  const { scenario, step, config } = problem.example;
  return `${runCount(problem)}; shortest run: ${scenario}, step ${step}, ${config}`;
}
