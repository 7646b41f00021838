// SPDX-License-Identifier: GPL-2.0-only
import type { Invariant, Violation } from "../../subject/invariant.ts";
import { endOfStep } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";

/** What no kernel may do for a process, it is refused. */
export const refusal: Invariant = {
  id: "refusal",
  title: "bad request not refused",
  why: "a check that lets it pass is no check",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) =>
    record.outcomes.flatMap(({ step, value, isToBeRefused }): Violation[] => {
      if (isToBeRefused !== true || value === null || value < 0) return [];
      return [
        {
          invariant: "refusal",
          subject: "call that has to be refused",
          key: `step ${step}`,
          step,
          event: firstDeed(record, step),
          observed: "the call succeeds",
          expected: "an error",
        },
      ];
    }),
};

/** What the call does first that it should have been kept from: a hypercall, or else whatever it asks the kernel for. */
function firstDeed(record: RunRecord, step: number): number {
  const from = record.outcomes.find((one) => one.step === step)?.firstEvent ?? 0;
  const own = record.events.slice(from, endOfStep(record, step));
  const first = (isIt: (kind: string) => boolean): number => own.findIndex(({ kind }) => isIt(kind));
  const hypercall = first((kind) => kind === "hypercall");
  const found = hypercall === -1 ? first((kind) => kind === "alloc" || kind === "page-ref") : hypercall;
  return found === -1 ? -1 : from + found;
}
