// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant } from "../../subject/invariant.ts";
import { eventsOf, stepOf } from "../../subject/run/find-event.ts";
import { isOfRefusedHandle } from "../of-refused-handle.ts";
import { isListCorruption } from "./list-corruption.ts";

/**
 * A kernel warns of what must not happen. Where a scenario makes something fail, a warning is how the kernel reports it;
 * before that it says that the kernel itself is at fault.
 */
export const kernelWarning: Invariant = {
  id: "kernel-warning",
  title: "kernel warning",
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
      if (isOfRefusedHandle(record, step, index)) return [];
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
