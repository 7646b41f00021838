// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../../machine/units.ts";
import type { Invariant } from "../../../subject/invariant.ts";
import { eventsOf, lastEvent, stepOf } from "../../../subject/run/find-event.ts";
import { frameName } from "../../trace/describe.ts";

/** No access goes through a TLB entry that the page tables no longer support. */
export const staleTlb: Invariant = {
  id: "stale-tlb",
  title: "stale TLB entry",
  why: "the access reaches a frame that may belong to somebody else by now",
  when: "on the way",
  identity: "state",
  outlivesGrant: true,
  check: (record) =>
    eventsOf(record, "access").flatMap((index) => {
      const event = record.events[index]!;
      if (event.kind !== "access" || !event.stale) return [];
      const page = event.va - (((event.va % 4096) + 4096) % 4096);
      const write = lastEvent(
        record,
        index,
        (one) => one.kind === "pte-write" && record.describePte(one.maddr).va === page,
      );
      return [
        {
          invariant: "stale-tlb",
          subject: `${event.view} address`,
          key: `${event.view} ${hex(page)}`,
          step: stepOf(record, index),
          event: write,
          observed: `a ${event.write ? "write" : "read"} at ${hex(event.va)} goes to ${frameName(event.mfn)} by an old TLB entry`,
          expected: "a flush after the entry changed",
        },
      ];
    }),
};
