// SPDX-License-Identifier: GPL-2.0-only
import { hex, type Pfn } from "../../../machine/units.ts";
import type { Invariant } from "../../../subject/invariant.ts";
import { lastEvent } from "../../../subject/run/find-event.ts";
import type { RunRecord } from "../../../subject/run/run-record.ts";
import { strikesIn } from "../../../subject/run/strikes-in.ts";

/** By their place in hb_page_state. private and index mean nothing on a page that nobody uses: they may stay. */
const FIELDS = [
  [0, "page->flags"],
  [1, "page->_count"],
  [4, "page->lru"],
] as const;

/** Who held a page last, of its count; else the last change of its frame. */
function causeOf(record: RunRecord, page: Pfn, name: string): number {
  const end = record.events.length;
  const held = lastEvent(record, end, (one) => one.kind === "page-ref" && one.pfn === page && one.change > 0);
  if (name === "page->_count" && held !== -1) return held;
  return lastEvent(record, end, (one) => one.kind === "p2m" && one.pfn === page);
}

/** Two failures in one call: the second one is of what the first one is undone by, and leaves the page as it is. */
const cleanUpFails = (record: RunRecord): boolean =>
  record.outcomes.some(({ step }) => strikesIn(record, step).length > 1);

/** A struct page that was mapped over goes back as it came. */
export const pageFields: Invariant = {
  id: "page-fields",
  title: "page fields left behind",
  why: "whoever gets the page next reads these fields as its own",
  when: "at the end",
  identity: "state",
  check: (record) =>
    (cleanUpFails(record) ? [] : record.changes).flatMap(({ pfn, before, after }) =>
      FIELDS.flatMap(([i, name]) => {
        const [low, high] = [2 * i, 2 * i + 1];
        if (before.fields[low] === after.fields[low] && before.fields[high] === after.fields[high]) return [];
        return [
          {
            invariant: "page-fields",
            subject: name,
            key: `${name} of pfn ${pfn}`,
            step: record.outcomes.length,
            event: causeOf(record, pfn, name),
            observed:
              i === 4 ? `${name} of pfn ${hex(pfn)} stays linked` : `${name} of pfn ${hex(pfn)} ends changed`,
            expected: "as it was",
          },
        ];
      }),
    ),
};
