// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import type { RunRecord } from "../../scenario/run-record.ts";
import { eventsOf, lastEvent, stepOf } from "../find-event.ts";
import type { Invariant, Violation } from "../violation.ts";
import { withoutValues } from "../without-values.ts";

const WHY = {
  "use-after-free": "the memory may be somebody else's by now",
  "out-of-bounds": "the bytes belong to somebody else",
  "null-dereference": "a kernel oopses there",
  "wild-pointer": "a kernel oopses there",
  "uninitialised-read": "it is whatever was there before: a secret, or another value each time",
  "undefined-behaviour": "the compiler may make anything of it",
  "lock-balance": "the next one to take the lock waits for ever",
  "irq-balance": "the CPU stays deaf",
  "sleep-in-atomic": "the scheduler runs with a spinlock held",
} as const;

/** What is only seen after the call came back has happened at or after the last thing that kernel code did. */
function causeOf(record: RunRecord, index: number): number {
  const event = record.events[index];
  if (event?.kind !== "rule" || event.late !== true) return index;
  const quiet = new Set(["step", "result", "access", "rule"]);
  const cause = lastEvent(record, index, (one) => !quiet.has(one.kind) || one.kind === "step");
  return record.events[cause]?.kind === "step" ? -1 : cause;
}

function relatedTo({ alloc, free }: { alloc: number; free: number }): NonNullable<Violation["related"]> {
  return [
    { what: "allocated" as const, event: alloc },
    ...(free === -1 ? [] : [{ what: "freed" as const, event: free }]),
  ];
}

/** A bad pointer is one mistake, wherever it leads and whatever is done through it; nothing comes after it. */
const FATAL: ReadonlySet<string> = new Set(["null-dereference", "wild-pointer"]);

/** What tells a broken rule from others in its step: where a value comes from, or what is wrong. */
function identity({ rule, origin, text }: Extract<TraceEvent, { kind: "rule" }>): string {
  if (FATAL.has(rule)) return rule;
  return origin === undefined ? withoutValues(text) : `${rule}: ${origin}`;
}

/** Rules that the guest's services watch while kernel code runs. */
export const kernelRules: readonly Invariant[] = Object.entries(WHY).map(([id, why]) => ({
  id,
  why,
  check: (record) =>
    eventsOf(record, "rule").flatMap((index) => {
      const event = record.events[index]!;
      if (event.kind !== "rule" || event.rule !== id) return [];
      return [
        {
          invariant: id,
          subject: withoutValues(event.text),
          key: `${identity(event)} step ${stepOf(record, index)}`,
          step: stepOf(record, index),
          event: causeOf(record, index),
          ...(event.object === undefined ? {} : { related: relatedTo(event.object) }),
          observed: event.origin === undefined ? event.text : `${event.text}: ${event.origin}`,
          expected: "never",
        },
      ];
    }),
}));
