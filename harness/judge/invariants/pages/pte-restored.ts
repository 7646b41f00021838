// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant } from "../../../subject/invariant.ts";
import { lastEvent } from "../../../subject/run/find-event.ts";
import { entryName, pteName } from "../../trace/describe.ts";

/** A page's direct-map entry is as it was. */
export const pteRestored: Invariant = {
  id: "pte-restored",
  title: "kernel mapping not restored",
  why: "the kernel's next use of the page goes through this entry",
  when: "at the end",
  identity: "state",
  outlivesGrant: true,
  check: (record) =>
    record.changes.flatMap(({ pfn, kernelPte, before, after }) => {
      if (kernelPte === -1 || (before.pte[0] === after.pte[0] && before.pte[1] === after.pte[1])) return [];
      const end = record.events.length;
      return [
        {
          invariant: "pte-restored",
          subject: "direct map entry",
          key: `pfn ${pfn}`,
          step: record.outcomes.length,
          event: lastEvent(record, end, (one) => one.kind === "pte-write" && one.maddr === kernelPte),
          observed: `the ${entryName(record, kernelPte)} ends as ${pteName(...after.pte)}`,
          expected: `as it was: ${pteName(...before.pte)}`,
        },
      ];
    }),
};
