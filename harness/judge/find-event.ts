// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../machine/trace.ts";
import type { RunRecord } from "../scenario/run-record.ts";

/** First event of the step after a step, or the end of the run. */
export function endOfStep(record: RunRecord, step: number): number {
  for (let i = 0; i < record.events.length; i++) {
    const event = record.events[i]!;
    if (event.kind === "step" && event.step > step) return i;
  }
  return record.events.length;
}

/** @returns index of the last event before `end` that `wanted` holds for, or -1 */
export function lastEvent(record: RunRecord, end: number, wanted: (event: TraceEvent) => boolean): number {
  for (let i = end - 1; i >= 0; i--) if (wanted(record.events[i]!)) return i;
  return -1;
}

/** The step that an event belongs to. */
export function stepOf(record: RunRecord, index: number): number {
  for (let i = index; i >= 0; i--) {
    const event = record.events[i]!;
    if (event.kind === "step") return event.step;
  }
  return 0;
}
