// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../../scenario/run-record.ts";
import { eventsOf, stepOf } from "../find-event.ts";
import type { Invariant } from "../violation.ts";
import { isListCorruption } from "./list-corruption.ts";

/**
 * A kernel warns of what must not happen. Where a scenario makes something fail, a warning is how the kernel reports it;
 * before that it says that the kernel itself is at fault.
 */
export const kernelWarning: Invariant = {
  id: "kernel-warning",
  why: "a WARN that anybody can set off fills the log, taints the kernel, and stops one with panic_on_warn",
  when: "on the way",
  identity: "event",
  check: (record) => {
    const struck = record.faults.flatMap(({ struckAt }) => (struckAt === -1 ? [] : [struckAt]));
    const first = Math.min(Number.POSITIVE_INFINITY, ...struck, ...record.forced);
    return eventsOf(record, "warn").flatMap((index) => {
      const event = record.events[index]!;
      if (event.kind !== "warn" || index >= first || isListCorruption(event)) return [];
      const step = stepOf(record, index);
      if (isOfBadHandle(record, step, index)) return [];
      return [
        {
          invariant: "kernel-warning",
          subject: "WARNING",
          key: `warning step ${step}`,
          step,
          event: index,
          observed: `WARNING: ${event.text}`,
          expected: "no warning where nothing was made to fail",
        },
      ];
    });
  },
};

/** What a kernel keeps where it has no handle. */
const NO_HANDLE = 0xffff_ffff;

/** The warning tells of a handle that Xen refuses, which is a finding of its own (bad-hypercall). */
function isOfBadHandle({ events, outcomes }: RunRecord, step: number, index: number): boolean {
  const from = outcomes.find((one) => one.step === step)?.firstEvent ?? 0;
  return events
    .slice(from, index)
    .some(
      (one) =>
        one.kind === "grant-op" &&
        one.op.startsWith("unmap") &&
        one.status !== 0 &&
        one.input.handle !== NO_HANDLE,
    );
}
