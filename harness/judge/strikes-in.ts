// SPDX-License-Identifier: GPL-2.0-only
import type { PlannedFault, RunRecord } from "../scenario/run-record.ts";
import { stepOf } from "./trace/find-event.ts";

/** @returns the faults that struck in a step of a run */
export const strikesIn = (record: RunRecord, step: number): PlannedFault[] =>
  record.faults.filter(
    ({ struckAt }) =>
      struckAt !== -1 && stepOf(record, Math.min(struckAt, record.events.length - 1)) === step,
  );
