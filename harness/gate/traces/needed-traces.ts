// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GateTrace, Problem } from "../gate-report.ts";
import { isTold } from "./is-told.ts";
import { traceOf } from "./trace-of.ts";

/**
 * Of what was traced before a policy had its word, what a report shows.
 *
 * @returns examples of problems in their order, then what each other finding is first seen in, each once
 */
export function neededTraces(
  problems: readonly Problem[],
  findings: readonly GateFinding[],
  traces: readonly GateTrace[],
): GateTrace[] {
  const needed = new Set<GateTrace>();
  for (const { example, head } of problems) {
    const trace = traceOf([example, ...findings[head]!.seen], traces);
    if (trace !== undefined) needed.add(trace);
  }
  for (const { seen } of findings.filter(isTold)) {
    const trace = traceOf(seen, traces);
    if (trace !== undefined) needed.add(trace);
  }
  return [...needed];
}
