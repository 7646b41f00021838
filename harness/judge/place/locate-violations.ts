// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../../guest/stack.ts";
import type { Violation } from "../../subject/invariant.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import type { Judged } from "../run/judged.ts";
import { eventSort } from "../trace/event-key.ts";
import type { Place } from "../verdict/finding.ts";
import { numberOfAllocation } from "./number-of-allocation.ts";

/** A violation that knows how it came about. */
export interface Located {
  readonly judged: Judged;
  readonly violation: Violation;
  /** The line that reports name. */
  readonly place: Place;
  readonly subject: string;
  /** The function that brought it about: with invariant and subject, what policies know it by. */
  readonly function: string;
  /** The kernel's own frames behind it and behind what made and freed its object; of states that are alike, the first's. */
  readonly frames: readonly Frame[];
  /** Functions that led there, innermost first. */
  readonly path: readonly string[];
  /** The innermost line, in words. */
  readonly code: string;
}

/** Violations whose stacks are captured in one run; a run with more of them is told by these. */
const MOST_STACKS = 400;

/** Violations of a run that are told apart; the most of an honest one, where a table of grants runs full, are 648. */
const MOST_TOLD = 1000;

/** The events whose C stack is wanted to tell violations from each other, and to name their lines. */
export function stacksWanted({ record, violations }: Judged): Set<number> {
  const wanted = new Set<number>();
  const known = new Set<string>();
  for (const violation of violations) {
    if (wanted.size > MOST_STACKS) break;
    const { event, related } = violation;
    // of one state that many objects are in, the first says where it came from
    const state = stateOf(record, violation);
    if (state !== null) {
      if (known.has(state)) continue;
      known.add(state);
    }
    wanted.add(event);
    for (const { event: other } of related ?? []) wanted.add(other);
    if (violation.isAllocation === true) for (const one of allocationsBefore(record, event)) wanted.add(one);
  }
  wanted.delete(-1);
  return wanted;
}

/** What is equal for objects that are in one state by the same kind of event; null if each violation is for itself. */
function stateOf(record: Judged["record"], { invariant, subject, event }: Violation): string | null {
  if (traitsOf(invariant).identity !== "state") return null;
  const cause = record.events[event];
  return `${invariant}\0${subject}\0${cause === undefined ? invariant : eventSort(record, cause)}`;
}

/** Allocations of the same step, the wanted one last. */
function allocationsBefore({ events }: Judged["record"], event: number): number[] {
  const found: number[] = [];
  for (let i = event; i >= 0 && events[i]!.kind !== "step"; i--)
    if (events[i]!.kind === "alloc") found.push(i);
  return found.reverse();
}

/** All violations of a side, those of its instrumented runs included, each with the place that it came from. */
export function locateViolations(judged: Judged): Located[] {
  const firstOf = new Map<string, Located>();
  const own = fewViolations(judged.violations).map((violation) => locateOne(judged, violation, firstOf));
  const all = [...judged.also.flatMap(locateViolations), ...own];
  return judged.also.length === 0 ? all : withoutEchoes(oncePerOrigin(all));
}

/**
 * The first violations, and of each rule in each step one for all further ones. How many these are is a part of what it is about:
 * a side that has more of them has something that the other one has not.
 */
function fewViolations(all: readonly Violation[]): readonly Violation[] {
  if (all.length <= MOST_TOLD) return all;
  const further = new Map<string, Violation[]>();
  for (const one of all.slice(MOST_TOLD)) {
    const key = `${one.invariant} ${one.step}`;
    const same = further.get(key);
    if (same === undefined) further.set(key, [one]);
    else same.push(one);
  }
  const folded = [...further.values()].map((same): Violation => {
    const { isAllocation: _, origin: __, ...first } = same[0]!;
    const more = `${same.length} more of the kind`;
    return {
      ...first,
      subject: more,
      key: more,
      observed: `${first.observed} (and so ${same.length} times)`,
    };
  });
  return [...all.slice(0, MOST_TOLD), ...folded];
}

function locateOne(judged: Judged, violation: Violation, firstOf: Map<string, Located>): Located {
  const { record, text } = judged;
  const { event } = violation;
  const stack = text.stacks.read(record.stacks[event] ?? "");
  const state = stateOf(record, violation);
  const first = state === null ? undefined : firstOf.get(state);
  if (first !== undefined) return { ...first, violation };
  const number = violation.isAllocation === true ? numberOfAllocation(judged, event) : 0;
  const located: Located = {
    judged,
    violation,
    place: placeOf(judged, violation),
    subject: violation.subject === "" ? allocationName(number) : violation.subject,
    function: stack.function,
    path: number === 0 ? stack.path : [`allocation ${number}`, ...stack.path],
    frames: [event, ...(violation.related ?? []).map((one) => one.event)].flatMap(
      (index) => text.stacks.read(record.stacks[index] ?? "").frames,
    ),
    code: stack.code,
  };
  if (state !== null) firstOf.set(state, located);
  return located;
}

const allocationName = (number: number): string =>
  number === 0 ? "one of very many allocations" : `allocation ${number}`;

/** Where kernel code brought a violation about; if it was no longer there, where it gave the object away. */
function placeOf({ record, text }: Judged, { event, related }: Violation): Place {
  const placeAt = (index: number): Place => text.stacks.read(record.stacks[index] ?? "").place;
  const place = placeAt(event);
  if (!place.file.startsWith("csrc/")) return place;
  const others = (related ?? []).toReversed().map((one) => placeAt(one.event));
  return others.find(({ file, line }) => line > 0 && !file.startsWith("csrc/")) ?? place;
}

/** What C leaves undefined and what it does to memory are one mistake, if they are on one line. */
function withoutEchoes(found: readonly Located[]): Located[] {
  const spot = ({ place, violation }: Located): string => `${place.file}:${place.line} ${violation.step}`;
  const isEcho = ({ violation }: Located): boolean => traitsOf(violation.invariant).isEcho === true;
  const spots = new Set(found.filter((one) => !isEcho(one)).map(spot));
  return found.filter((one) => !isEcho(one) || !spots.has(spot(one)));
}

/** A value that was never set is one mistake, however many lines read it. */
function oncePerOrigin(found: readonly Located[]): Located[] {
  const seen = new Set<string>();
  return found.filter(({ violation: { invariant, origin, related, step } }) => {
    if (origin === undefined) return true;
    const key = `${invariant}\0${origin}\0${related?.[0]?.event ?? ""}\0${step}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
