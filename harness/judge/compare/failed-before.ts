// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import { endOfStep, stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import type { Located } from "../place/locate-violations.ts";
import { objectsOf, objectsOfEvent } from "../place/objects-of.ts";
import type { JudgedPair } from "../run/judged.ts";

/**
 * An op that is told of as bad may have failed before as well, in the same step and for the same address, by itself.
 *
 * @returns how it failed there, in words; null if it did not
 */
export function failureBefore({ before, after }: JudgedPair, { violation }: Located): string | null {
  const { event: index, step, invariant } = violation;
  const event = after.record.events[index];
  if (invariant !== "bad-hypercall" || event?.kind !== "grant-op" || event.status === 0) return null;
  const entries = new Set(addressesOf(after.record, event));
  const [from, to] = extentOf(before.record, step);
  const nth = before.record.events.slice(from, to).findIndex((one, i) => {
    if (one.kind !== "grant-op" || one.op !== event.op || !failsByItself(before.record, from + i))
      return false;
    return addressesOf(before.record, one).some((name) => entries.has(name));
  });
  return nth === -1 ? null : (before.texts[from + nth] ?? null);
}

/**
 * Whether what a violation is about was mapped by an op that the before side made as well, and that failed there by itself:
 * nothing could come of the mapping.
 */
export function wasNotMappedBefore({ before, after }: JudgedPair, { violation }: Located): boolean {
  const objects = objectsOf(after.record, violation);
  const { events } = after.record;
  const isIt = (event: TraceEvent): boolean =>
    isMap(event) && event.status === 0 && addressesOf(after.record, event).some((one) => objects.has(one));
  // of a hypercall that goes wrong, the op stands before it
  const index = events.findLastIndex((event, at) => at <= (violation.seen ?? violation.event) && isIt(event));
  if (index === -1) return false;
  const step = stepOf(after.record, index);
  const [ours, theirs] = [mapsIn(after.record, step), mapsIn(before.record, step)];
  if (ours.length !== theirs.length) return false;
  return failsByItself(before.record, theirs[ours.indexOf(index)] ?? -1);
}

/** The addresses that an op maps or unmaps. One grant may be mapped at several. */
const addressesOf = (record: RunRecord, event: TraceEvent): string[] =>
  objectsOfEvent(record, event).filter((name) => name.startsWith("address "));

const isMap = (event: TraceEvent): event is GrantOp =>
  event.kind === "grant-op" && event.op === "map_grant_ref";

type GrantOp = Extract<TraceEvent, { kind: "grant-op" }>;

/** An op that fails, and not since the scenario makes it fail. */
function failsByItself(record: RunRecord, index: number): boolean {
  const event = record.events[index];
  return event?.kind === "grant-op" && event.status !== 0 && !record.forced.has(index);
}

/** The ops of a step that map something, by their indices. */
function mapsIn(record: RunRecord, step: number): number[] {
  const [from, to] = extentOf(record, step);
  const all = record.events.slice(from, to).map((event, i) => (isMap(event) ? from + i : -1));
  return all.filter((index) => index !== -1);
}

function extentOf(record: RunRecord, step: number): [number, number] {
  const from = record.outcomes.find((one) => one.step === step)?.firstEvent;
  const first = from ?? record.events.findIndex((one) => one.kind === "step" && one.step === step);
  return first === -1 ? [0, 0] : [first, endOfStep(record, step)];
}
