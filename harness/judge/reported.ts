// SPDX-License-Identifier: GPL-2.0-only

import { endOfStep, stepOf } from "../subject/run/find-event.ts";
import type { RunRecord } from "../subject/run/run-record.ts";

/** True if kernel code told anybody of a failure: by its return value, in what it hands back, or on the console. */
export function reported(record: RunRecord, index: number): boolean {
  const step = stepOf(record, index);
  const end = endOfStep(record, step);
  for (let i = index + 1; i < end; i++) {
    const event = record.events[i]!;
    if (event.kind === "warn" || event.kind === "printk" || event.kind === "oops") return true;
    if (event.kind === "result" && event.value < 0) return true;
  }
  return record.deathStep === step || record.outcomes.some((one) => one.step === step && one.isTold === true);
}
