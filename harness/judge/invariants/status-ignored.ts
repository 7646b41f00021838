// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import type { RunRecord } from "../../scenario/run-record.ts";
import { mapFlags, statusName } from "../describe.ts";
import { endOfStep, eventsOf, stepOf } from "../find-event.ts";
import { reported } from "../reported.ts";
import type { Invariant, Violation } from "../violation.ts";
import { ignoredCall } from "./ignored-call.ts";

/** Bytes of the ops that a caller of the grant functions owns (csrc/runtime/kernel-steps.c). */
const CALLER_OPS = 64 * (32 + 24);

/** An op that fails, and a function that is made to fail, is reported by the return value or by a warning. */
export const statusIgnored: Invariant = {
  id: "status-ignored",
  why: "the hypercall returns 0 although an op failed: only its status tells",
  check: (record) => [
    ...ignoredOps(record),
    ...eventsOf(record, "fault").flatMap((index) => ignoredCall(record, index)),
  ],
};

function ignoredOps(record: RunRecord): Violation[] {
  return eventsOf(record, "grant-op").flatMap((index) => {
    const event = record.events[index]!;
    // the status of a copy goes to the process that asked for it, segment by segment
    if (event.kind !== "grant-op" || event.status === 0 || event.op === "copy") return [];
    if (event.lin >= record.callerOps && event.lin < record.callerOps + CALLER_OPS) return [];
    if (reported(record, index) || isTriedAgain(record, index)) return [];
    const flags = event.op.startsWith("map") ? ` (${mapFlags(event.input.flags ?? 0)})` : "";
    return [
      {
        invariant: "status-ignored",
        subject: `GNTTABOP_${event.op}`,
        key: `${event.op}${flags} ${event.input.ref ?? ""} step ${stepOf(record, index)}`,
        step: stepOf(record, index),
        event: index,
        observed: `GNTTABOP_${event.op}${flags} fails with ${statusName(event.status)}; the hypercall returns 0 all the same, and nothing reports it`,
        expected: "op.status looked at: an error or a warning",
      },
    ];
  });
}

/** Whoever hands the very same op to Xen once more has looked at its status; what then counts is that of the last try. */
function isTriedAgain(record: RunRecord, index: number): boolean {
  const rest = record.events.slice(index + 1, endOfStep(record, stepOf(record, index)));
  const asked = opOf(record.events[index]!);
  return rest.some((event) => event.kind === "grant-op" && opOf(event) === asked);
}

/** What an op asks for, and where it lies: one variable may be used for many ops. */
const opOf = (event: TraceEvent): string =>
  event.kind === "grant-op" ? JSON.stringify([event.op, event.lin, event.input]) : "";
