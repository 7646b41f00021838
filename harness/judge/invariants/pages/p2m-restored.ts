// SPDX-License-Identifier: GPL-2.0-only
import { P2M } from "../../../abi/numbers.ts";
import { hex } from "../../../machine/units.ts";
import type { Invariant } from "../../../subject/invariant.ts";
import { lastEvent } from "../../../subject/run/find-event.ts";

const entry = ([frame, flags]: readonly [number, number]): string =>
  (flags & P2M.invalid) !== 0
    ? "no frame"
    : `${hex(frame)}${(flags & P2M.foreign) !== 0 ? " with FOREIGN_FRAME_BIT" : ""}`;

/** A page's p2m entry is as it was. */
export const p2mRestored: Invariant = {
  id: "p2m-restored",
  title: "p2m entry not restored",
  why: "a page that keeps a foreign frame in the p2m maps another domain's memory when it is used again",
  when: "at the end",
  identity: "state",
  check: (record) =>
    record.changes.flatMap(({ pfn, before, after }) => {
      if (entry(before.p2m) === entry(after.p2m)) return [];
      const end = record.events.length;
      return [
        {
          invariant: "p2m-restored",
          subject: "p2m entry",
          key: `pfn ${pfn}`,
          step: record.outcomes.length,
          event: lastEvent(record, end, (one) => one.kind === "p2m" && one.pfn === pfn),
          observed: `the p2m entry of pfn ${hex(pfn)} ends as ${entry(after.p2m)}`,
          expected: `as it was: ${entry(before.p2m)}`,
        },
      ];
    }),
};
