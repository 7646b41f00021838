// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../../guest/stack.ts";
import { stepOf } from "../../subject/run/find-event.ts";
import type { PlannedFault, RunRecord } from "../../subject/run/run-record.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import { lineBefore } from "../place/line-before.ts";
import type { Located } from "../place/locate-violations.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";
import type { Strike } from "../verdict/finding.ts";

/** Events whose stack is wanted to tell what a fault leads to: where each struck. */
export const strikeEvents = ({ record }: Judged): number[] =>
  record.faults.flatMap(({ struckAt }) =>
    struckAt === -1 ? [] : [Math.min(struckAt, record.events.length - 1)],
  );

/** The fault that struck last before a violation showed, or, of one that shows in the end, before that. */
export function strikeBefore({ judged, violation }: Located): PlannedFault | null {
  const isLate = traitsOf(violation.invariant).when === "at the end";
  const limit = isLate ? Number.POSITIVE_INFINITY : (violation.seen ?? violation.event);
  const struck = judged.record.faults.filter(({ struckAt }) => struckAt !== -1 && struckAt <= limit);
  return struck.toSorted((a, b) => a.struckAt - b.struckAt).at(-1) ?? null;
}

/** The same fault of a scenario in another run of it; undefined if it never struck there. */
export const sameStrike = ({ record }: Judged, { step, what, nth }: PlannedFault): PlannedFault | undefined =>
  record.faults.find(
    (one) => one.step === step && one.what === what && one.nth === nth && one.struckAt !== -1,
  );

export const strikeStep = (record: RunRecord, struckAt: number): number =>
  stepOf(record, Math.min(struckAt, record.events.length - 1));

/** @returns how kernel code came to use what fails there */
export const framesOfStrike = ({ record, text }: Judged, { struckAt }: PlannedFault): readonly Frame[] =>
  text.stacks.read(record.stacks[Math.min(struckAt, record.events.length - 1)] ?? "").frames;

/** @returns what the fault that led to a violation does on the other side; null if none led to it */
export function strikeOf(pair: JudgedPair, one: Located, side: "before" | "after"): Strike | null {
  const strike = strikeBefore(one);
  if (strike === null) return null;
  const { stacks } = pair[side].text;
  const isOwn = framesOfStrike(pair[side], strike).some((frame) => stacks.isChangedLine(frame));
  const told = { what: strike.what, isOwn };
  const theirs = sameStrike(side === "after" ? pair.before : pair.after, strike);
  if (theirs === undefined) return { ...told, elsewhere: "never" };
  const [before, after] = side === "after" ? [theirs, strike] : [strike, theirs];
  return { ...told, elsewhere: isAnotherCall(pair, before, after) ? "another" : "same" };
}

/** Whether one fault makes different calls fail: by the functions on the way, and the lines, where the patch keeps them. */
export function isAnotherCall(pair: JudgedPair, before: PlannedFault, after: PlannedFault): boolean {
  const [was, is] = [framesOfStrike(pair.before, before), framesOfStrike(pair.after, after)];
  if (was.length === 0 || is.length === 0) return false;
  const path = (frames: readonly Frame[]): string => frames.map((frame) => frame.function).join(" ");
  if (path(was) !== path(is)) return true;
  return !is.every((frame, at) => {
    const line = lineBefore(pair, frame);
    return line === null ? pair.before.text.stacks.isChangedLine(was[at]!) : line === was[at]!.line;
  });
}
