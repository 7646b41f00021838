// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import type { RunRecord } from "./run-record.ts";

/** First event of the step after a step, or the end of the run. */
export function endOfStep(record: RunRecord, step: number): number {
  const next = record.outcomes[step + 1];
  if (next !== undefined) return next.firstEvent;
  const later = eventsOf(record, "step").find((i) => {
    const event = record.events[i]!;
    return event.kind === "step" && event.step > step;
  });
  return later ?? record.events.length;
}

/** @returns index of the last event before `end` that `wanted` holds for, or -1 */
export function lastEvent(record: RunRecord, end: number, wanted: (event: TraceEvent) => boolean): number {
  for (let i = end - 1; i >= 0; i--) if (wanted(record.events[i]!)) return i;
  return -1;
}

/** Indices of events by kind, for each record: most kinds are rare, and each invariant asks for one or two. */
const indices = new WeakMap<readonly TraceEvent[], Map<TraceEvent["kind"], number[]>>();

/** @returns indices of all events of a kind, in order */
export function eventsOf(record: RunRecord, kind: TraceEvent["kind"]): readonly number[] {
  let known = indices.get(record.events);
  if (known === undefined) {
    known = new Map();
    for (const [i, event] of record.events.entries()) {
      const list = known.get(event.kind);
      if (list === undefined) known.set(event.kind, [i]);
      else list.push(i);
    }
    indices.set(record.events, known);
  }
  return known.get(kind) ?? [];
}

/** The step that an event belongs to. */
export function stepOf(record: RunRecord, index: number): number {
  const steps = eventsOf(record, "step");
  const event = record.events[steps[lastUpTo(steps, index)] ?? -1];
  return event?.kind === "step" ? event.step : 0;
}

/** @returns place of the last number of an ascending list that is not above a limit; -1 if all are */
export function lastUpTo(ascending: readonly number[], limit: number): number {
  let [low, high] = [-1, ascending.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
