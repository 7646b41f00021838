// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../machine/units.ts";
import type { PageProbe } from "../../scenario/run-record.ts";
import { endOfStep, lastEvent } from "../find-event.ts";
import type { Invariant } from "../violation.ts";

/** While a grant is mapped over a page, the page says so, and whose grant it is. */
export const foreignPage: Invariant = {
  id: "foreign-page",
  why: "netback and others read the page's domain and reference to grant or copy it on",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const known = new Set<string>();
    return record.probes.flatMap((probe) => {
      const key = `${probe.map} page ${probe.page}`;
      if (isNoted(probe) || known.has(key)) return [];
      known.add(key);
      const { foreign, grants, pfn, step } = probe;
      const [first] = grants;
      return [
        {
          invariant: "foreign-page",
          subject: "mark of a granted page",
          key,
          step,
          event: lastEvent(record, endOfStep(record, step), (one) => one.kind === "grant-op"),
          observed:
            foreign === null || foreign === undefined
              ? `PageForeign of pfn ${hex(pfn)} is not set`
              : `xen_page_foreign of pfn ${hex(pfn)} gives domain ${foreign.domain}'s ref ${foreign.ref}`,
          expected: `domain ${first?.domain}'s ref ${first?.ref}`,
        },
      ];
    });
  },
};

/** What no live grant stands behind is another rule's affair, and kernels without such a mark note nothing. */
function isNoted({ foreign, grants }: PageProbe): boolean {
  if (foreign === undefined || grants.length === 0) return true;
  return grants.some((one) => one.domain === foreign?.domain && one.ref === foreign.ref);
}
