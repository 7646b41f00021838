// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { Problem } from "../../gate/gate-report.ts";

/** In how many runs a problem is seen, and how many of them inject a fault: `289 runs, 113 inject a fault`. */
export function runCount({
  runs,
  runsWithoutFault: without,
}: Pick<Problem, "runs" | "runsWithoutFault">): string {
  return `${many(runs, "run")}, ${faults(runs, runs - without)}`;
}

function faults(runs: number, injected: number): string {
  if (runs === 1) return injected === 1 ? "with a fault injected" : "no fault injected";
  if (injected === 0) return "none injects a fault";
  if (injected === runs) return `${runs === 2 ? "both" : "all"} inject a fault`;
  return injected === 1 ? "1 injects a fault" : `${injected} inject a fault`;
}
