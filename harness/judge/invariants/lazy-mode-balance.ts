// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant } from "../../subject/invariant.ts";
import { lastEvent, stepOf } from "../../subject/run/find-event.ts";

/** Lazy MMU mode is left as often as it is entered. */
export const lazyModeBalance: Invariant = {
  id: "lazy-mode-balance",
  title: "lazy MMU mode imbalance",
  why: "updates that wait in a batch nobody flushes never reach the page tables",
  when: "at the end",
  identity: "event",
  check: (record) => {
    if (record.lazyDepth === 0 || record.death !== null) return [];
    const event = lastEvent(record, record.events.length, (one) => one.kind === "lazy-mmu");
    return [
      {
        invariant: "lazy-mode-balance",
        subject: "lazy MMU mode",
        key: "depth",
        step: stepOf(record, event),
        event,
        observed: record.lazyDepth > 0 ? "lazy MMU mode is not left" : "lazy MMU mode is left twice",
        expected: "enter and leave in pairs",
      },
    ];
  },
};
