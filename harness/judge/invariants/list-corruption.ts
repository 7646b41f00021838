// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant } from "../../subject/invariant.ts";
import { eventsOf, stepOf } from "../../subject/run/find-event.ts";

/** As csrc/runtime/lists.c and csrc/kernel/lib/lists.c warn, in the words of a kernel that checks its lists. */
const CORRUPTION = /^list_(?:add|del) corruption: /;

/** True for a warning that a list is corrupt. */
export const isListCorruption = ({ text }: { readonly text: string }): boolean => CORRUPTION.test(text);

/** Both neighbours of a list's entry point back to it. */
export const listCorruption: Invariant = {
  id: "list-corruption",
  title: "list corruption",
  why: "the next walk of the list goes through memory that is not its own",
  when: "on the way",
  identity: "event",
  check: (record) =>
    eventsOf(record, "warn").flatMap((index) => {
      const event = record.events[index]!;
      if (event.kind !== "warn" || !isListCorruption(event)) return [];
      const step = stepOf(record, index);
      return [
        {
          invariant: "list-corruption",
          subject: event.text,
          key: `${event.text} step ${step}`,
          step,
          event: index,
          observed: event.text,
          expected: "neighbours that point at each other",
        },
      ];
    }),
};
