// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import { gntstName } from "../../hypervisor/gntst-name.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import type { Invariant, Violation } from "../../subject/invariant.ts";
import { endOfStep, eventsOf, lastUpTo, stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { reported } from "../reported.ts";
import { mapFlags } from "../trace/describe.ts";
import { ignoredCall } from "./ignored-call.ts";

/** What fails is reported: an op by its status, a hypercall by its return value; the kernel says so by an error or a warning. */
export const statusIgnored: Invariant = {
  id: "status-ignored",
  title: "unreported failure",
  why: "the hypercall returns 0 although an op failed: only its status tells",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) => [
    ...eventsOf(record, "grant-op").flatMap((index) => ignoredOp(record, index)),
    ...eventsOf(record, "hypercall").flatMap((index) => ignoredReturn(record, index)),
    ...eventsOf(record, "fault").flatMap((index) => ignoredCall(record, index)),
  ],
};

function ignoredOp(record: RunRecord, index: number): Violation[] {
  const event = record.events[index]!;
  // the status of a copy goes to the process that asked for it, segment by segment
  if (event.kind !== "grant-op" || event.status === 0 || event.op === "copy") return [];
  if (record.callersArguments.some(({ from, to }) => event.lin >= from && event.lin < to)) return [];
  if (reported(record, index) || isTriedAgain(record, index)) return [];
  const flags = event.op.startsWith("map") ? ` (${mapFlags(event.input.flags ?? 0)})` : "";
  const step = stepOf(record, index);
  return [
    {
      invariant: "status-ignored",
      subject: `GNTTABOP_${event.op}`,
      key: `${event.op}${flags} ${event.input.ref ?? ""} step ${step}`,
      step,
      event: index,
      observed: `GNTTABOP_${event.op}${flags} fails with ${gntstName(event.status)}; the hypercall returns 0 all the same, and nothing reports it`,
      expected: "op.status looked at: an error or a warning",
    },
  ];
}

/** An event to a domain that is gone: its sender can do nothing about it, and kernels say so by a cast to void. */
const isToNobody = ({ call, op }: Extract<TraceEvent, { kind: "hypercall" }>): boolean =>
  call === "event_channel_op" && op === "send";

/** Only what the scenario made fail: of the rest, what Xen refuses is told as a bad hypercall. */
function ignoredReturn(record: RunRecord, index: number): Violation[] {
  const event = record.events[index]!;
  if (event.kind !== "hypercall" || event.ret >= 0 || !record.forced.has(index) || isToNobody(event))
    return [];
  const step = stepOf(record, index);
  const name = `HYPERVISOR_${event.call}(${event.op})`;
  const isAgain = (one: TraceEvent): boolean =>
    one.kind === "hypercall" && one.call === event.call && one.op === event.op && one.count === event.count;
  const rest = record.events.slice(index + 1, endOfStep(record, step));
  if (reported(record, index) || rest.some(isAgain)) return [];
  return [
    {
      invariant: "status-ignored",
      subject: name,
      key: `${name} step ${step}`,
      step,
      event: index,
      observed: `${name} returns ${returnName(event.ret)}, and nothing reports it`,
      expected: "the return value looked at: an error or a warning",
    },
  ];
}

/** Whoever hands the very same op to Xen once more has looked at its status; what then counts is that of the last try. */
function isTriedAgain(record: RunRecord, index: number): boolean {
  const again = triesOf(record).get(opOf(record.events[index]!)) ?? [];
  const next = again[lastUpTo(again, index) + 1];
  return next !== undefined && next < endOfStep(record, stepOf(record, index));
}

const tries = new WeakMap<readonly TraceEvent[], ReadonlyMap<string, readonly number[]>>();

/** Indices of the ops of a run by what they ask for, in order. */
function triesOf(record: RunRecord): ReadonlyMap<string, readonly number[]> {
  const known = tries.get(record.events);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  for (const index of eventsOf(record, "grant-op")) {
    const asked = opOf(record.events[index]!);
    const same = found.get(asked);
    if (same === undefined) found.set(asked, [index]);
    else same.push(index);
  }
  tries.set(record.events, found);
  return found;
}

/** What an op asks for, and where it lies: one variable may be used for many ops. */
const opOf = (event: TraceEvent): string =>
  event.kind === "grant-op" ? JSON.stringify([event.op, event.lin, event.input]) : "";
