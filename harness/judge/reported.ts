// SPDX-License-Identifier: GPL-2.0-only

import type { TraceEvent } from "../machine/trace.ts";
import { endOfStep, lastUpTo, stepOf } from "../subject/run/find-event.ts";
import type { RunRecord } from "../subject/run/run-record.ts";

/** True if kernel code told anybody of a failure: by its return value, in what it hands back, or on the console. */
export function reported(record: RunRecord, index: number): boolean {
  const step = stepOf(record, index);
  const reports = reportsOf(record);
  const next = reports[lastUpTo(reports, index) + 1];
  if (next !== undefined && next < endOfStep(record, step)) return true;
  return record.deathStep === step || record.outcomes.some((one) => one.step === step && one.isTold === true);
}

/** A run with many failures asks for each of them. */
const known = new WeakMap<readonly TraceEvent[], readonly number[]>();

/** Indices of events that tell somebody, in order. */
function reportsOf({ events }: RunRecord): readonly number[] {
  const found = known.get(events) ?? events.flatMap((event, i) => (isReport(event) ? [i] : []));
  known.set(events, found);
  return found;
}

const isReport = (event: TraceEvent): boolean =>
  event.kind === "warn" ||
  event.kind === "printk" ||
  event.kind === "oops" ||
  (event.kind === "result" && event.value < 0);
