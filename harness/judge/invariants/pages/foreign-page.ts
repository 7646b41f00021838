// SPDX-License-Identifier: GPL-2.0-only
import type { GrantName } from "../../../hypervisor/grants/grant-name.ts";
import type { TraceEvent } from "../../../machine/trace.ts";
import { hex } from "../../../machine/units.ts";
import type { Invariant, Violation } from "../../../subject/invariant.ts";
import { endOfStep, eventsOf, lastEvent, stepOf } from "../../../subject/run/find-event.ts";
import type { PageProbe, RunRecord } from "../../../subject/run/run-record.ts";

/** While a grant is mapped over a page, the page says so, and whose grant it is. */
export const foreignPage: Invariant = {
  id: "foreign-page",
  title: "foreign page details",
  why: "netback and others read the page's domain and reference to grant or copy it on",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const known = new Set<string>();
    const marked = record.probes.flatMap((probe): Violation[] => {
      if (isNoted(probe)) return [];
      const key = `${probe.map} page ${probe.page}`;
      if (known.has(key)) return [];
      known.add(key);
      const { foreign, grants, pfn, step } = probe;
      const [first] = grants;
      return [
        {
          invariant: "foreign-page",
          subject: "mark of a granted page",
          key,
          step,
          event: mapOf(record, endOfStep(record, step), first!),
          observed:
            foreign === null || foreign === undefined
              ? `PageForeign of pfn ${hex(pfn)} is not set`
              : `xen_page_foreign of pfn ${hex(pfn)} gives domain ${foreign.domain}'s ref ${foreign.ref}`,
          expected: `domain ${first?.domain}'s ref ${first?.ref}`,
        },
      ];
    });
    return [...marked, ...marksWithoutGrant(record)];
  },
};

/** What the guest saw when the kernel was about to unmap. */
function marksWithoutGrant(record: RunRecord): Violation[] {
  return eventsOf(record, "rule").flatMap((index) => {
    const event = record.events[index]!;
    if (event.kind !== "rule" || event.rule !== "foreign-page") return [];
    const step = stepOf(record, index);
    return [
      {
        invariant: "foreign-page",
        subject: "mark of a page without a grant",
        key: `pfn ${event.pfn} step ${step}`,
        step,
        event: lastEvent(record, index, isMapForUser),
        seen: index,
        observed: event.text,
        expected: "a mark of the grant that it stands for",
      },
    ];
  });
}

/** GNTMAP_application_map (public grant-table header). */
const APPLICATION_MAP = 8;

const isMapForUser = (one: TraceEvent): boolean =>
  one.kind === "grant-op" && one.op === "map_grant_ref" && ((one.input.flags ?? 0) & APPLICATION_MAP) !== 0;

/** A page is marked where it is mapped for the process; where it is mapped for the kernel alone, there. */
function mapOf(record: RunRecord, end: number, { domain, ref }: GrantName): number {
  const isOfGrant = (one: TraceEvent): boolean =>
    one.kind === "grant-op" &&
    one.op === "map_grant_ref" &&
    one.input.dom === domain &&
    one.input.ref === ref;
  const forUser = lastEvent(record, end, (one) => isOfGrant(one) && isMapForUser(one));
  return forUser === -1 ? lastEvent(record, end, isOfGrant) : forUser;
}

/** What no live grant stands behind is another rule's affair, and kernels without such a mark note nothing. */
function isNoted({ foreign, grants }: PageProbe): boolean {
  if (foreign === undefined || grants.length === 0) return true;
  return grants.some((one) => one.domain === foreign?.domain && one.ref === foreign.ref);
}
