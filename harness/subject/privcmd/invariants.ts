// SPDX-License-Identifier: GPL-2.0-only
import { pteMfn } from "../../machine/pte.ts";
import { hex } from "../../machine/units.ts";
import { type Invariant, ownInvariantId, type Violation } from "../invariant.ts";
import { endOfStep, lastEvent } from "../run/find-event.ts";
import type { RunRecord } from "../run/run-record.ts";
import { FOREIGN_LEAKS } from "./foreign-leaks.ts";
import { WRONG_VIEWS, type WrongView } from "./foreign-views.ts";
import { BREACHES } from "./restrictions.ts";

const FOREIGN_VIEW = ownInvariantId("foreign-view");
const FOREIGN_LEAK = ownInvariantId("foreign-leak");
const RESTRICTION = ownInvariantId("restriction");

/** What a process was told of each frame is what it sees: the frame, or, where it could not be mapped, nothing. */
export const foreignView: Invariant = {
  id: FOREIGN_VIEW,
  why: "tools write a guest's memory by it: a wrong frame, or an error that nobody tells, is another guest's memory",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const known = new Set<string>();
    return (WRONG_VIEWS.of(record) ?? []).flatMap((one): Violation[] => {
      const key = `${one.map} page ${one.page} ${subjectOf(one)}`;
      if (known.has(key)) return [];
      known.add(key);
      const { pte } = one;
      const writes = (event: RunRecord["events"][number]): boolean =>
        (event.kind === "pte-write" || event.kind === "pte-refused") && event.maddr === pte;
      return [
        {
          invariant: FOREIGN_VIEW,
          subject: subjectOf(one),
          key,
          step: one.step,
          event: lastEvent(record, endOfStep(record, one.step), writes),
          observed: one.isWritable
            ? `page ${one.page} of ${one.map}, mapped to be read, can be written`
            : `page ${one.page} of ${one.map} shows ${one.shown === -1 ? "nothing" : `frame ${hex(one.shown)}`}`,
          expected: one.wanted === null ? "nothing" : `frame ${hex(one.wanted)}`,
        },
      ];
    });
  },
};

const subjectOf = ({ wanted, shown, isWritable }: WrongView): string => {
  if (isWritable) return "foreign frame writable where it was to be read";
  if (shown === -1) return "foreign frame not mapped, and no error";
  return wanted === null ? "foreign frame where there is to be none" : "another frame than was asked for";
};

/** A process that is gone refers to nobody's memory any more. */
export const foreignLeak: Invariant = {
  id: FOREIGN_LEAK,
  why: "its owner can never give it back: the domain that it was of stays as a zombie",
  when: "at the end",
  identity: "state",
  check: (record) =>
    (FOREIGN_LEAKS.of(record) ?? []).map(
      ({ mfn, owner, references }): Violation => ({
        invariant: FOREIGN_LEAK,
        subject: "foreign frame still mapped",
        key: `frame ${mfn}`,
        step: record.outcomes.length,
        event: lastEvent(
          record,
          record.events.length,
          (event) => event.kind === "pte-write" && pteMfn(event.newLo, event.newHi) === mfn,
        ),
        observed: `${references} ${references === 1 ? "entry still maps" : "entries still map"} frame ${hex(mfn)} of domain ${owner} after every file is closed and every process gone`,
        expected: "none",
      }),
    ),
};

/** A file that was restricted to a domain is good for nothing else. */
export const restriction: Invariant = {
  id: RESTRICTION,
  why: "a device model that was broken into has this file: it is all that keeps it from other guests",
  when: "on the way",
  identity: "event",
  check: (record) =>
    (BREACHES.of(record) ?? []).map(
      ({ step, file, allowed, asked }): Violation => ({
        invariant: RESTRICTION,
        subject: asked === null ? "hypercall by a restricted file" : "another domain by a restricted file",
        key: `${file} step ${step}`,
        step,
        event: lastEvent(
          record,
          endOfStep(record, step),
          ({ kind }) => kind === "hypercall" || kind === "step",
        ),
        observed: `a file that is restricted to domain ${allowed} ${asked === null ? "makes a hypercall" : `gets at domain ${asked}`}`,
        expected: "-EPERM",
      }),
    ),
};
