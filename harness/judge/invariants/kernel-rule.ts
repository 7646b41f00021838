// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import type { Invariant, InvariantId, InvariantTraits, Violation } from "../../subject/invariant.ts";
import { eventsOf, lastEvent, stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { withoutValues } from "../trace/without-values.ts";

/** Rules that the guest's services watch, each with what the judge has to know of it. */
const RULES = {
  "use-after-free": {
    title: "use after free",
    why: "the memory may be somebody else's by now",
    memory: "spoils",
    isUnnoticed: true,
  },
  "out-of-bounds": {
    title: "out-of-bounds access",
    why: "the bytes belong to somebody else",
    memory: "spoils",
    isUnnoticed: true,
  },
  "null-dereference": {
    title: "NULL pointer dereference",
    why: "a kernel oopses there",
    memory: "ends",
    isUnnoticed: true,
  },
  "wild-pointer": {
    title: "wild pointer dereference",
    why: "a kernel oopses there",
    memory: "ends",
    isUnnoticed: true,
  },
  "uninitialised-read": {
    title: "uninitialised value",
    why: "it is whatever was there before: a secret, or another value each time",
    memory: "reads",
  },
  "undefined-behaviour": {
    title: "undefined behaviour",
    why: "the compiler may make anything of it",
    memory: "reads",
    isEcho: true,
  },
  "lock-balance": { title: "lock imbalance", why: "the next one to take the lock waits for ever" },
  "irq-balance": { title: "interrupts left disabled", why: "the CPU takes no interrupt any more" },
  "sleep-in-atomic": { title: "sleep in atomic context", why: "the scheduler runs with a spinlock held" },
  "view-in-between": {
    title: "p2m and mapping disagree",
    why: "another CPU that looks just then works on the wrong frame",
    identity: "state",
  },
} as const satisfies {
  readonly [Id in InvariantId]?: { readonly title: string; readonly why: string } & Partial<InvariantTraits>;
};

/** What brought a page into a state is the last write to its p2m entry, or to the kernel's entry for it. */
function lastWrite(record: RunRecord, index: number, { pfn, entry }: RuleEvent): number {
  const isIt = (one: TraceEvent): boolean =>
    (one.kind === "p2m" && one.pfn === pfn) || (one.kind === "pte-write" && one.maddr === entry);
  const write = lastEvent(record, index, isIt);
  return write === -1 ? index : write;
}

type RuleEvent = Extract<TraceEvent, { kind: "rule" }>;

/** What is only seen after the call came back has happened at or after the last thing that kernel code did. */
function causeOf(record: RunRecord, index: number): number {
  const event = record.events[index];
  if (event?.kind !== "rule") return index;
  if (event.pfn !== undefined) return lastWrite(record, index, event);
  if (event.late !== true) return index;
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

/** @returns the rule of this name, or null if the guest's services watch no such rule */
export const ruleOf = (name: string): keyof typeof RULES | null =>
  Object.hasOwn(RULES, name) ? (name as keyof typeof RULES) : null;

/** What tells a broken rule from others in its step: where a value comes from, or what is wrong. */
function identityOf(event: RuleEvent): string {
  const rule = ruleOf(event.rule);
  // a bad pointer is one mistake, wherever it leads and whatever is done through it; nothing comes after it
  if (rule !== null && "memory" in RULES[rule] && RULES[rule].memory === "ends") return rule;
  return event.origin === undefined ? subjectOf(event) : `${event.rule}: ${event.origin}`;
}

const subjectOf = ({ subject, text }: RuleEvent): string => subject ?? withoutValues(text);

/** Rules that the guest's services watch while kernel code runs. */
export const kernelRules: readonly Invariant[] = Object.entries(RULES).map(([name, traits]) => {
  const id = ruleOf(name)!;
  return {
    id,
    when: "on the way",
    identity: "event",
    ...traits,
    check: (record) =>
      eventsOf(record, "rule").flatMap((index): Violation[] => {
        const event = record.events[index]!;
        if (event.kind !== "rule" || event.rule !== id) return [];
        return [
          {
            invariant: id,
            subject: subjectOf(event),
            key: `${identityOf(event)} step ${stepOf(record, index)}`,
            step: stepOf(record, index),
            event: causeOf(record, index),
            seen: index,
            ...(event.object === undefined ? {} : { related: relatedTo(event.object) }),
            ...(event.origin === undefined ? {} : { origin: event.origin }),
            observed: event.origin === undefined ? event.text : `${event.text}: ${event.origin}`,
            expected: "never",
          },
        ];
      }),
  };
});
