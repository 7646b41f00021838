// SPDX-License-Identifier: GPL-2.0-only

import { stepOf } from "./find-event.ts";
import type { PlannedFault, RunRecord } from "./run-record.ts";

/** @returns the faults that struck in a step of a run */
export const strikesIn = (record: RunRecord, step: number): PlannedFault[] =>
  record.faults.filter(
    ({ struckAt }) =>
      struckAt !== -1 && stepOf(record, Math.min(struckAt, record.events.length - 1)) === step,
  );
