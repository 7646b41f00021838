// SPDX-License-Identifier: GPL-2.0-only
import type { Problem } from "../../gate/gate-report.ts";

/** `289 runs, 176 without a fault; shortest run: user-map-one-page, step 3, x86_64`. */
export function runsText({
  runs,
  runsWithoutFault: without,
  example,
}: Pick<Problem, "runs" | "runsWithoutFault" | "example">): string {
  const many = `${runs} run${runs === 1 ? "" : "s"}`;
  const fault =
    without === 0 ? ", with a fault injected" : without === runs ? "" : `, ${without} without a fault`;
  const { scenario, step, config } = example;
  return `${many}${fault}; shortest run: ${scenario}, step ${step}, ${config}`;
}
