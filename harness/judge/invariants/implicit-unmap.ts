// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../machine/units.ts";
import type { Invariant } from "../../subject/invariant.ts";
import { eventsOf, stepOf } from "../../subject/run/find-event.ts";
import { entryArea, entryName } from "../trace/describe.ts";

/** No ordinary write replaces an entry that a live grant handle stands for. */
export const implicitUnmap: Invariant = {
  id: "implicit-unmap",
  title: "live grant mapping overwritten",
  why: "Xen cannot tie such a write to the handle: the grant leaks, or a debug Xen kills the guest",
  when: "on the way",
  identity: "event",
  outlivesGrant: true,
  check: (record) =>
    eventsOf(record, "implicit-unmap").flatMap((index) => {
      const event = record.events[index]!;
      if (event.kind !== "implicit-unmap") return [];
      return [
        {
          invariant: "implicit-unmap",
          subject: entryArea(record, event.maddr),
          key: entryName(record, event.maddr),
          step: stepOf(record, index),
          event: index,
          observed: `${event.by} overwrites the ${entryName(record, event.maddr)}, a live grant mapping of frame ${hex(event.mfn)}`,
          expected: "GNTTABOP_unmap_grant_ref before that",
        },
      ];
    }),
};
