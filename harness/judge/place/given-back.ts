// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP } from "../../hypervisor/constants.ts";
import type { Violation } from "../../subject/invariant.ts";
import { endOfStep, eventsOf, stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import type { Judged } from "../run/judged.ts";
import type { CallStack } from "../verdict/finding.ts";
import { numberOfAllocation } from "./number-of-allocation.ts";

/** Events of one side whose stacks are captured for this; objects beyond are not told of. */
const MOST_STACKS = 400;

/** Something that kernel code takes: an allocation, a mapped grant, a page of the balloon. */
interface Taken {
  readonly event: number;
  /** What it is, in words that both sides share; of allocations, their kind alone. */
  readonly what: string;
  /** Number of what gives it back: an address, a handle, a page. */
  readonly id: number;
}

/** What a violation is about, if that is something that was taken and has to be given back; null otherwise. */
function takenBy(record: RunRecord, violation: Violation): Taken | null {
  const { event, invariant, isAllocation, key } = violation;
  const all = takenAt(record, event);
  if (isAllocation === true || invariant === "grant-leak") return all[0] ?? null;
  if (invariant !== "memory-leak") return null;
  return all.find(({ what }) => what === key) ?? null;
}

function takenAt({ events }: RunRecord, event: number): Taken[] {
  const one = events[event];
  if (one?.kind === "alloc" && one.lin !== 0) return [{ event, what: "allocation", id: one.lin }];
  if (one?.kind === "grant-op" && one.op === "map_grant_ref" && one.status === 0) {
    const { dom, ref, flags = 0 } = one.input;
    const isOfUser = (flags & GNTMAP.application_map) !== 0;
    const what = `grant ${dom}:${ref} of the ${isOfUser ? "process" : "kernel"}`;
    return one.output.handle === undefined ? [] : [{ event, what, id: one.output.handle }];
  }
  if (one?.kind === "pages" && one.by.startsWith("alloc_"))
    return one.pfns.map((pfn) => ({ event, what: `page ${pfn}`, id: pfn }));
  return [];
}

/** @returns the event that gives something back before `end`; -1 if none does */
function backOf({ events }: RunRecord, { event, what, id }: Taken, end: number): number {
  for (let at = event + 1; at < end; at++) {
    const one = events[at]!;
    if (one.kind === "free" && what === "allocation" && one.lin === id) return at;
    if (one.kind === "grant-op" && one.op.startsWith("unmap") && one.status === 0) {
      if (what.startsWith("grant ") && one.input.handle === id) return at;
    }
    if (one.kind === "pages" && one.by.startsWith("free_") && what.startsWith("page "))
      if (one.pfns.some((pfn) => pfn === id)) return at;
  }
  return -1;
}

/** Everything that is taken in a step. */
const takenIn = (record: RunRecord, step: number): Taken[] =>
  (["alloc", "grant-op", "pages"] as const)
    .flatMap((kind) => eventsOf(record, kind))
    .filter((event) => stepOf(record, event) === step)
    .flatMap((event) => takenAt(record, event));

/**
 * The events whose C stack tells how a side takes and gives back what it, or the other side, leaves behind.
 *
 * @returns indices into the side's events, apart from those that tell violations from each other
 */
export function givenBackWanted({ record }: Judged, sides: readonly Judged[]): Set<number> {
  const wanted = new Set<number>();
  const steps = new Map<number, Set<string>>();
  for (const side of sides)
    for (const violation of side.violations) {
      const taken = takenBy(side.record, violation);
      if (taken === null) continue;
      const step = stepOf(side.record, taken.event);
      steps.set(step, (steps.get(step) ?? new Set()).add(taken.what));
    }
  for (const [step, whats] of steps)
    for (const taken of takenIn(record, step)) {
      if (!whats.has(taken.what)) continue;
      if (wanted.size >= MOST_STACKS) return wanted;
      wanted.add(taken.event);
      const back = backOf(record, taken, record.events.length);
      if (back !== -1) wanted.add(back);
    }
  return wanted;
}

/**
 * How the other side takes and gives back the very thing that one side leaves behind.
 *
 * @returns where it is made and where it is freed; empty if the other side has no such thing, or keeps it as well
 */
export function givenBackElsewhere(one: Judged, violation: Violation, other: Judged): readonly CallStack[] {
  const taken = takenBy(one.record, violation);
  if (taken === null) return [];
  const step = stepOf(one.record, taken.event);
  const same =
    taken.what === "allocation" ? sameAllocation(one, taken, other) : sameObject(one, taken, other);
  if (same === null) return [];
  // a call that fails has to clean up by itself
  const isOfCall = violation.invariant === "error-leaves-nothing";
  const back = backOf(
    other.record,
    same,
    isOfCall ? endOfStep(other.record, step) : other.record.events.length,
  );
  if (back === -1) return [];
  const stacks = [
    { what: "allocated" as const, frames: framesAt(other, same.event) },
    { what: "freed" as const, frames: framesAt(other, back) },
  ];
  return stacks.every(({ frames }) => frames.length > 0) ? stacks : [];
}

const framesAt = ({ text, aside }: Judged, event: number) => text.stacks.read(aside?.[event] ?? "").frames;

/** The n-th of its name in its step. */
function sameObject(one: Judged, taken: Taken, other: Judged): Taken | null {
  const step = stepOf(one.record, taken.event);
  const named = ({ record }: Judged): Taken[] =>
    takenIn(record, step).filter(({ what }) => what === taken.what);
  const at = named(one).findIndex(({ event }) => event === taken.event);
  return named(other)[at] ?? null;
}

/** An allocation by the line that makes it: in which function, in which words, and as which of that function's. */
interface Line {
  readonly function: string;
  readonly code: string;
  readonly number: number;
  /** All that it allocates in the step. */
  readonly all: readonly Taken[];
}

/**
 * The same function allocates by a line that reads the same; a line that the patch has reworded is known by its number, if
 * neither side has the other's words.
 */
function sameAllocation(one: Judged, taken: Taken, other: Judged): Taken | null {
  const step = stepOf(one.record, taken.event);
  const [own, theirs] = [linesOf(one, step), linesOf(other, step)];
  const line = own.find(({ all }) => all.some(({ event }) => event === taken.event));
  if (line === undefined) return null;
  const inFunction = (all: readonly Line[]): readonly Line[] =>
    all.filter((each) => each.function === line.function);
  const reads = (all: readonly Line[], code: string): Line | undefined =>
    inFunction(all).find((each) => each.code === code);
  const numbered = inFunction(theirs).find(({ number }) => number === line.number);
  const reworded = numbered !== undefined && reads(own, numbered.code) === undefined ? numbered : undefined;
  const at = line.all.findIndex(({ event }) => event === taken.event);
  return (reads(theirs, line.code) ?? reworded)?.all[at] ?? null;
}

function linesOf(judged: Judged, step: number): readonly Line[] {
  const { record, text } = judged;
  const seen = asideOf(judged);
  const lines = new Map<string, Line & { all: Taken[] }>();
  for (const taken of takenIn(record, step)) {
    if (taken.what !== "allocation") continue;
    const { function: name, code, frames } = text.stacks.read(seen.record.stacks[taken.event] ?? "");
    if (frames.length === 0) continue;
    const number = numberOfAllocation(seen, taken.event);
    const key = `${name} ${number}`;
    const line = lines.get(key) ?? { function: name, code, number, all: [] };
    lines.set(key, line);
    line.all.push(taken);
  }
  return [...lines.values()];
}

/** Of each run, the same run with the stacks that are captured for this alone. */
const known = new WeakMap<Judged, Judged>();

function asideOf(judged: Judged): Judged {
  const seen = known.get(judged) ?? { ...judged, record: { ...judged.record, stacks: judged.aside ?? [] } };
  known.set(judged, seen);
  return seen;
}
