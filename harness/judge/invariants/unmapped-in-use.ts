// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import { hex, type Maddr, type Pfn } from "../../machine/units.ts";
import type { Invariant, Violation } from "../../subject/invariant.ts";
import { eventsOf, stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";

/** A grant stays mapped for as long as somebody works on its page. */
export const unmappedInUse: Invariant = {
  id: "unmapped-in-use",
  title: "grant unmapped while in use",
  why: "I/O that is under way goes on in a frame that is another domain's again",
  when: "on the way",
  identity: "state",
  check: (record) => {
    if (eventsOf(record, "page-ref").length === 0) return [];
    const held = new Map<Pfn, number>();
    const pages = pagesByEntry(record);
    return record.events.flatMap((event, index): Violation[] => {
      if (event.kind === "page-ref") held.set(event.pfn, (held.get(event.pfn) ?? 0) + event.change);
      const page = unmappedPage(event, pages);
      if (page === undefined || (held.get(page) ?? 0) <= 0) return [];
      const step = stepOf(record, index);
      return [
        {
          invariant: "unmapped-in-use",
          subject: "grant of a page that is held",
          key: `pfn ${page} step ${step}`,
          step,
          event: index,
          observed: `the grant that pfn ${hex(page)} shows is unmapped while somebody holds the page`,
          expected: "unmapped when the last reference is given back",
        },
      ];
    });
  },
};

/** The pages that granted frames stand for, by the machine address of each entry that shows one. */
function pagesByEntry({ probes }: RunRecord): ReadonlyMap<Maddr, Pfn> {
  const pages = new Map<Maddr, Pfn>();
  for (const { pfn, userPte, kernelPte } of probes)
    for (const entry of [userPte, kernelPte]) if (entry !== -1) pages.set(entry, pfn);
  return pages;
}

function unmappedPage(event: TraceEvent, pages: ReadonlyMap<Maddr, Pfn>): Pfn | undefined {
  const isUnmap = event.kind === "grant-op" && event.op === "unmap_grant_ref" && event.status === 0;
  return isUnmap ? pages.get((event.input.host_addr ?? 0) as Maddr) : undefined;
}
