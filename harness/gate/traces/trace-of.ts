// SPDX-License-Identifier: GPL-2.0-only
import type { GateTrace, Seen } from "../gate-report.ts";

/**
 * @param seen runs, the best one first
 * @returns the trace of the first of them that has one; undefined if none has
 */
export function traceOf(seen: readonly Seen[], traces: readonly GateTrace[]): GateTrace | undefined {
  for (const run of seen) {
    const found = traces.find((one) => one.scenario === run.scenario && one.config === run.config);
    if (found !== undefined) return found;
  }
  return undefined;
}
