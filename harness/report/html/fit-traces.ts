// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateTrace } from "../../gate/gate-report.ts";

/** Rows of all traces of a page: more of them no browser opens at once. */
const MOST_ROWS = 100_000;

/**
 * Leaves out traces where a series has more than a page has room for: those that matter least to each patch, so that each keeps
 * its first ones.
 *
 * @param patches each with its traces in the order of what they matter
 */
export function fitTraces(patches: readonly GatePatch[]): readonly GatePatch[] {
  const kept = new Set<GateTrace>();
  const ranks = Math.max(0, ...patches.map(({ traces }) => traces.length));
  let room = MOST_ROWS;
  for (let rank = 0; rank < ranks; rank++)
    for (const { traces } of patches) {
      const trace = traces[rank];
      if (trace === undefined || trace.rows.length > room) continue;
      room -= trace.rows.length;
      kept.add(trace);
    }
  return patches.map((patch) => ({ ...patch, traces: patch.traces.filter((one) => kept.has(one)) }));
}
