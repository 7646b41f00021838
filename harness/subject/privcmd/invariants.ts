// SPDX-License-Identifier: GPL-2.0-only
import { returnName } from "../../abi/return-name.ts";
import { pteMfn } from "../../machine/pte.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import { hex } from "../../machine/units.ts";
import { type Invariant, ownInvariantId, type Violation } from "../invariant.ts";
import { endOfStep, eventsOf, lastEvent, stepOf } from "../run/find-event.ts";
import type { RunRecord } from "../run/run-record.ts";
import { FOREIGN_LEAKS } from "./foreign-leaks.ts";
import { WRONG_VIEWS, type WrongView } from "./foreign-views.ts";
import { BREACHES } from "./restrictions.ts";
import { UNKNOWN_IOCTLS } from "./unknown-ioctls.ts";
import { WRONG_ANSWERS } from "./wrong-answers.ts";

const FOREIGN_VIEW = ownInvariantId("foreign-view");
const FOREIGN_RIGHTS = ownInvariantId("foreign-rights");
const FOREIGN_LEAK = ownInvariantId("foreign-leak");
const RESTRICTION = ownInvariantId("restriction");
const BUFFER_LIMIT = ownInvariantId("buffer-limit");
const UNKNOWN_IOCTL = ownInvariantId("unknown-ioctl");

/** What a process was told of each frame is what it sees: the frame, or, where it could not be mapped, nothing. */
export const foreignView: Invariant = {
  id: FOREIGN_VIEW,
  title: "wrong foreign mapping",
  why: "tools write a guest's memory by it: a wrong frame, or an error that nobody tells, is another guest's memory",
  when: "on the way",
  identity: "state",
  // where it cannot be mapped, or is not to be, an error says so
  isUnnoticed: true,
  showsElse: true,
  check: (record) => {
    const answers = (WRONG_ANSWERS.of(record) ?? []).map(
      ({ step, map, page, subject, observed, expected, isOfFailure }): Violation => ({
        invariant: FOREIGN_VIEW,
        subject,
        key: `${map} page ${page} ${subject}`,
        step,
        event: lastEvent(record, endOfStep(record, step), isRemap),
        observed: `page ${page} of ${map} ${observed}`,
        expected,
        ...(isOfFailure === true ? { isOfFailure } : {}),
      }),
    );
    const views = wrongViews(record, false);
    return [...views, ...answers];
  },
};

/** What a process asked to read alone, it cannot write. */
export const foreignRights: Invariant = {
  id: FOREIGN_RIGHTS,
  title: "wrong access rights to foreign memory",
  why: "a tool that only looks at a guest would be able to change it",
  when: "on the way",
  identity: "state",
  allowsWrite: true,
  check: (record) => wrongViews(record, true),
};

const isRemap = (event: TraceEvent): boolean =>
  event.kind === "step" || (event.kind === "hypercall" && event.call === "mmu_update");

/** What a step asks Xen first: what comes of it later is no more than that. */
function firstHypercall({ events, outcomes }: RunRecord, step: number): number {
  const from = outcomes.find((one) => one.step === step)?.firstEvent ?? -1;
  return events.findIndex(({ kind }, i) => i > from && kind === "hypercall");
}

const subjectOf = ({ wanted, shown }: WrongView): string => {
  if (shown === -1) return "foreign frame not mapped, and no error";
  return wanted === null ? "foreign frame where there is to be none" : "another frame than was asked for";
};

/** A process that is gone refers to nobody's memory any more. */
export const foreignLeak: Invariant = {
  id: FOREIGN_LEAK,
  title: "foreign mapping left behind",
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
        observed: `${references} ${references === 1 ? "entry still maps" : "entries still map"} frame ${hex(mfn)} of domain ${owner} when every file and process is gone`,
        expected: "none",
      }),
    ),
};

/** A file that was restricted to a domain is good for nothing else. */
export const restriction: Invariant = {
  id: RESTRICTION,
  title: "restriction of the file not kept",
  why: "a device model that was broken into has this file: it is all that keeps it from other guests",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) =>
    (BREACHES.of(record) ?? []).map(
      ({ step, file, allowed, asked }): Violation => ({
        invariant: RESTRICTION,
        subject: asked === null ? "hypercall by a restricted file" : "another domain by a restricted file",
        key: `${file} step ${step}`,
        step,
        event: firstHypercall(record, step),
        observed: `a file that is restricted to domain ${allowed} ${asked === null ? "makes a hypercall" : `asks Xen for domain ${asked}`}`,
        expected: "-EPERM",
      }),
    ),
};

/** No device model has so many, and no kernel lets one have them. */
const MANY_BUFFERS = 256;

/** How much of a process's memory one call pins is limited. */
export const bufferLimit: Invariant = {
  id: BUFFER_LIMIT,
  title: "too many pages pinned",
  why: "pinned pages cannot be taken from anybody: a process that decides how many there are takes the machine's memory",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) =>
    eventsOf(record, "hypercall").flatMap((index): Violation[] => {
      const event = record.events[index]!;
      if (event.kind !== "hypercall" || event.call !== "dm_op" || event.count < MANY_BUFFERS) return [];
      const step = stepOf(record, index);
      return [
        {
          invariant: BUFFER_LIMIT,
          subject: "buffers of a device model's call",
          key: `step ${step}`,
          step,
          event: index,
          observed: `the pages of ${event.count} buffers are pinned, and Xen is asked to use them`,
          expected: "a limit",
        },
      ];
    }),
};

/** An ioctl that a driver does not know is told from one that fails. */
export const unknownIoctl: Invariant = {
  id: UNKNOWN_IOCTL,
  title: "answer to an unknown ioctl",
  why: "programs ask by it whether a kernel has a call, and do without if it has not",
  when: "on the way",
  identity: "event",
  check: (record) =>
    (UNKNOWN_IOCTLS.of(record) ?? []).map(
      ({ step, answer }): Violation => ({
        invariant: UNKNOWN_IOCTL,
        subject: "answer to an ioctl that nobody knows",
        key: `step ${step}`,
        step,
        event: lastEvent(record, endOfStep(record, step), ({ kind }) => kind === "result" || kind === "step"),
        observed: `an ioctl that the driver does not know returns ${returnName(answer)}`,
        expected: "-ENOTTY",
      }),
    ),
};

/** @param ofRights of pages that can be written and are not to be; else of those that show something else */
function wrongViews(record: RunRecord, ofRights: boolean): Violation[] {
  const known = new Set<string>();
  return (WRONG_VIEWS.of(record) ?? []).flatMap((one): Violation[] => {
    const isWrong = ofRights ? one.isWritable : one.shown !== (one.wanted ?? -1);
    const subject = ofRights ? "foreign frame writable where it was to be read" : subjectOf(one);
    const key = `${one.map} page ${one.page} ${subject}`;
    if (!isWrong || known.has(key)) return [];
    known.add(key);
    const writes = (event: TraceEvent): boolean =>
      (event.kind === "pte-write" || event.kind === "pte-refused") && event.maddr === one.pte;
    const written = lastEvent(record, endOfStep(record, one.step), writes);
    return [
      {
        invariant: ofRights ? FOREIGN_RIGHTS : FOREIGN_VIEW,
        subject,
        key,
        step: one.step,
        event: written === -1 ? lastEvent(record, endOfStep(record, one.step), isRemap) : written,
        observed: ofRights
          ? `page ${one.page} of ${one.map}, mapped to be read, can be written`
          : `page ${one.page} of ${one.map} shows ${one.shown === -1 ? "nothing" : `frame ${hex(one.shown)}`}`,
        expected: one.wanted === null ? "nothing" : `frame ${hex(one.wanted)}`,
      },
    ];
  });
}
