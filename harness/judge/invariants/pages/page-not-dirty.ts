// SPDX-License-Identifier: GPL-2.0-only
import { hex, type Mfn, type Pfn } from "../../../machine/units.ts";
import type { Invariant, Violation } from "../../../subject/invariant.ts";
import { eventsOf, stepOf } from "../../../subject/run/find-event.ts";

/** GNTCOPY_dest_gref (public grant-table header): the destination is a grant, and no frame of the caller's own. */
const DEST_GREF = 2;

/** A process's page that Xen has written to is marked dirty before it is let go. */
export const pageNotDirty: Invariant = {
  id: "page-not-dirty",
  title: "written page not marked dirty",
  why: "a clean page may be dropped at any time, and what was written to it is lost",
  when: "on the way",
  identity: "event",
  check: (record) => {
    if (eventsOf(record, "page-ref").length === 0) return [];
    const held = new Map<Pfn, number>();
    const written = new Set<Pfn>();
    return record.events.flatMap((event, index): Violation[] => {
      if (event.kind === "page-dirty") written.delete(event.pfn);
      if (event.kind === "grant-op" && event.op === "copy" && event.status === 0) {
        const { flags = 0, dest = 0 } = event.input;
        const page = record.m2p(dest as Mfn);
        if ((flags & DEST_GREF) === 0 && (held.get(page) ?? 0) > 0) written.add(page);
      }
      if (event.kind === "hypercall")
        for (const page of event.wrote ?? []) if ((held.get(page) ?? 0) > 0) written.add(page);
      if (event.kind !== "page-ref") return [];
      const page = event.pfn;
      held.set(page, (held.get(page) ?? 0) + event.change);
      if ((held.get(page) ?? 0) > 0 || !written.delete(page)) return [];
      const step = stepOf(record, index);
      return [
        {
          invariant: "page-not-dirty",
          subject: "page of a process",
          key: `pfn ${page} step ${step}`,
          step,
          event: index,
          observed: `Xen has written to pfn ${hex(page)}, which is let go without being marked dirty`,
          expected: "marked dirty before that",
        },
      ];
    });
  },
};
