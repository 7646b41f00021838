// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant, Violation } from "../../subject/invariant.ts";
import { stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";

const violation = (
  record: RunRecord,
  event: number,
  [subject, key, observed, expected]: readonly [string, string, string, string],
): Violation => {
  return { invariant: "evtchn-ref", subject, key, step: stepOf(record, event), event, observed, expected };
};

/** Whoever refers to an event-channel port gives the reference back, once. */
export const evtchnRef: Invariant = {
  id: "evtchn-ref",
  title: "event channel reference",
  why: "a port with a reference too many is never closed, and one with too few is somebody else's by now",
  when: "at the end",
  identity: "event",
  check: (record) => {
    const found: Violation[] = [];
    /** The gets that no put has answered, oldest first, by port. */
    const open = new Map<number, number[]>();
    for (const [index, event] of record.events.entries()) {
      if (event.kind !== "evtchn-ref") continue;
      const { port, get } = event;
      const gets = open.get(port) ?? [];
      open.set(port, gets);
      if (get) gets.push(index);
      else if (gets.shift() === undefined) {
        const what = `a reference to event channel ${port} is given back that nobody took`;
        const key = `port ${port} put in step ${stepOf(record, index)}`;
        found.push(violation(record, index, ["put without get", key, what, "as many as were taken"]));
      }
    }
    // what a dead kernel keeps says nothing
    if (record.death !== null) return found;
    for (const [port, gets] of open) {
      for (const [n, index] of gets.entries()) {
        const what = `a reference to event channel ${port} is kept after every file is closed`;
        const key = `port ${port} kept ${n}`;
        found.push(violation(record, index, ["reference kept", key, what, "given back by then"]));
      }
    }
    return found;
  },
};
