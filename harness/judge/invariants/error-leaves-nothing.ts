// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import { many } from "../../base/many.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import { hex, type Maddr, type Pfn } from "../../machine/units.ts";
import type { Invariant, Violation } from "../../subject/invariant.ts";
import { endOfStep } from "../../subject/run/find-event.ts";
import type { RunRecord, StepOutcome } from "../../subject/run/run-record.ts";
import { entryArea, entryName, pteName } from "../trace/describe.ts";

/** The events of one call that failed. */
interface FailedCall {
  readonly record: RunRecord;
  readonly outcome: StepOutcome;
  readonly from: number;
  /** The call's own, each with its index in the record. */
  readonly events: readonly (readonly [number, TraceEvent])[];
}

type Left = Pick<Violation, "subject" | "key" | "event" | "observed" | "isAllocation">;

/** A system call that returns an error has changed nothing: what is in place after it was in place before it. */
export const errorLeavesNothing: Invariant = {
  id: "error-leaves-nothing",
  title: "error path leaves something behind",
  why: "a process that is told of an error does not come back to give anything up, and can do it again and again",
  when: "on the way",
  identity: "event",
  check: (record) =>
    record.outcomes.flatMap((outcome) => {
      if (outcome.isSystemCall !== true || outcome.value === null || outcome.value >= 0) return [];
      const from = outcome.firstEvent;
      const own = record.events.slice(from, endOfStep(record, outcome.step));
      const call = { record, outcome, from, events: own.map((event, i) => [from + i, event] as const) };
      const left = [
        ...allocations(call),
        ...balloonPages(call),
        ...grants(call),
        ...ports(call),
        ...p2mEntries(call),
        ...entries(call),
      ];
      return left.map((one): Violation => {
        return {
          ...one,
          invariant: "error-leaves-nothing",
          key: `${one.key} step ${outcome.step}`,
          step: outcome.step,
          // whatever failed in the call led to it
          seen: from + own.length - 1,
          observed: `the call returns ${returnName(outcome.value ?? 0)}, and ${one.observed}`,
          expected: "a call that fails leaves all as it was",
        };
      });
    }),
};

/** What goes later, with the file or the process, and what stays for good. */
function allocations(call: FailedCall): Left[] {
  const { events } = call;
  const isFreed = (lin: number, from: number): boolean =>
    events.some(([event, one]) => event > from && one.kind === "free" && one.lin === lin);
  return events.flatMap(([event, one]): Left[] => {
    if (one.kind !== "alloc" || one.lin === 0 || one.bytes === 0 || one.kept === true) return [];
    if (isFreed(one.lin, event)) return [];
    return [
      {
        subject: "allocation",
        key: "allocation",
        event,
        isAllocation: true,
        observed: `${many(one.bytes, "byte")} that it allocated ${one.bytes === 1 ? "is" : "are"} not freed`,
      },
    ];
  });
}

function balloonPages(call: FailedCall): Left[] {
  const { events: all } = call;
  const isGiven = (pfn: number, from: number): boolean =>
    all.some(
      ([event, one]) =>
        event > from &&
        one.kind === "pages" &&
        one.by === "free_xenballooned_pages" &&
        one.pfns.some((page) => page === pfn),
    );
  return all.flatMap(([event, one]): Left[] => {
    if (one.kind !== "pages" || one.by !== "alloc_xenballooned_pages") return [];
    return one.pfns.flatMap((pfn): Left[] => {
      if (isGiven(pfn, event)) return [];
      const observed = `page ${hex(pfn)} of the balloon is not given back`;
      return [{ subject: "ballooned page", key: `page ${pfn}`, event, observed }];
    });
  });
}

/** Where Xen refuses even to undo, the kernel can do no more than try. */
function grants(call: FailedCall): Left[] {
  const { events: all } = call;
  const isUnmapped = (handle: number | undefined, from: number): boolean =>
    all.some(
      ([event, one]) =>
        event > from && one.kind === "grant-op" && one.op.startsWith("unmap") && one.input.handle === handle,
    );
  return all.flatMap(([event, one]): Left[] => {
    if (one.kind !== "grant-op" || one.op !== "map_grant_ref" || one.status !== 0) return [];
    if (isUnmapped(one.output.handle, event)) return [];
    const grant = `domain ${one.input.dom}'s ref ${one.input.ref}`;
    return [
      {
        subject: "mapped grant",
        key: `grant ${one.input.dom}:${one.input.ref}`,
        event,
        observed: `${grant} stays mapped`,
      },
    ];
  });
}

function ports(call: FailedCall): Left[] {
  const open = new Map<number, number[]>();
  for (const [event, one] of call.events) {
    if (one.kind !== "evtchn-ref") continue;
    const gets = open.get(one.port) ?? [];
    open.set(one.port, gets);
    if (one.get) gets.push(event);
    else gets.shift();
  }
  return [...open].flatMap(([port, gets]) =>
    gets.map((event): Left => {
      const observed = `a reference to event channel ${port} that it took is kept`;
      return { subject: "event channel reference", key: `port ${port}`, event, observed };
    }),
  );
}

function p2mEntries(call: FailedCall): Left[] {
  const { record, from } = call;
  const last = new Map<Pfn, { event: number; text: string }>();
  for (const [event, one] of call.events)
    if (one.kind === "p2m") last.set(one.pfn, { event, text: p2mText(one) });
  return [...last].flatMap(([pfn, { event, text }]): Left[] => {
    const earlier = record.events.findLast((one, i) => i < from && one.kind === "p2m" && one.pfn === pfn);
    const before = earlier?.kind === "p2m" ? p2mText(earlier) : bootP2m(record, pfn);
    if (before === null || before === text) return [];
    return [
      {
        subject: "p2m entry",
        key: `pfn ${pfn}`,
        event,
        observed: `the p2m entry of pfn ${hex(pfn)}, ${before} before the call, is ${text} after it`,
      },
    ];
  });
}

const p2mText = ({ mfn, foreign }: { readonly mfn: number; readonly foreign: boolean }): string =>
  mfn === -1 ? "no frame" : `${hex(mfn)}${foreign ? " foreign" : ""}`;

/** Bits of a p2m entry's flags (csrc/include/hunkbox/imports.h). */
const FOREIGN = 1;
const INVALID = 4;

function bootP2m({ boot }: RunRecord, pfn: Pfn): string | null {
  const state = boot.get(pfn);
  if (state === undefined) return null;
  const [frame, flags] = state.p2m;
  return p2mText({ mfn: (flags & INVALID) === 0 ? frame : -1, foreign: (flags & FOREIGN) !== 0 });
}

/** Entries of the kernel's direct map; those of the process go with its mapping, those of kmap when it wraps. */
function entries(call: FailedCall): Left[] {
  const { record } = call;
  const found = new Map<Maddr, { event: number; was: string; is: string }>();
  for (const [event, one] of call.events) {
    if (one.kind !== "pte-write" || record.describePte(one.maddr).area !== "direct map") continue;
    const was = found.get(one.maddr)?.was ?? pteName(one.oldLo, one.oldHi);
    found.set(one.maddr, { event, was, is: pteName(one.newLo, one.newHi) });
  }
  return [...found].flatMap(([maddr, { event, was, is }]): Left[] => {
    if (was === is) return [];
    return [
      {
        subject: entryArea(record, maddr),
        key: entryName(record, maddr),
        event,
        observed: `the ${entryName(record, maddr)}, ${was} before the call, is ${is} after it`,
      },
    ];
  });
}
