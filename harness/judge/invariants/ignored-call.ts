// SPDX-License-Identifier: GPL-2.0-only

import type { Violation } from "../../subject/invariant.ts";
import { stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { reported } from "../reported.ts";

/** What its failure leaves behind is told by the state of the page. */
const SHOWN: ReadonlySet<string> = new Set(["set_phys_to_machine"]);

/** @returns what there is to say of a `fault` event: a function that a step makes fail, and whose callers go on as if it had not */
export function ignoredCall(record: RunRecord, index: number): Violation[] {
  const event = record.events[index]!;
  if (event.kind !== "fault" || SHOWN.has(event.point) || reported(record, index)) return [];
  const step = stepOf(record, index);
  return [
    {
      invariant: "status-ignored",
      subject: event.point,
      key: `${event.point} step ${step}`,
      step,
      event: index,
      observed: `${event.point} fails, and nothing reports it`,
      expected: "its result looked at: an error or a warning",
    },
  ];
}
