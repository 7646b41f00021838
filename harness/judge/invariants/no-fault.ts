// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant, Violation } from "../../subject/invariant.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";

function died(record: RunRecord, invariant: "no-fault" | "hang", expected: string): Violation[] {
  return [
    {
      invariant,
      subject: record.deathText,
      key: `step ${record.deathStep}`,
      step: record.deathStep,
      event: record.events.length - 1,
      observed: record.deathText,
      expected,
    },
  ];
}

/** The kernel survives. */
export const noFault: Invariant = {
  id: "no-fault",
  title: "kernel crash",
  why: "an oops, a BUG or a deadlock takes the machine down",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) =>
    record.death === "oops" || record.death === "bug" || record.death === "deadlock"
      ? died(record, "no-fault", "the kernel goes on")
      : [],
};

/** The kernel comes back. */
export const hang: Invariant = {
  id: "hang",
  title: "hang",
  why: "a call that never comes back keeps its CPU, or its locks, for ever",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) => (record.death === "hang" ? died(record, "hang", "the call returns") : []),
};
