// SPDX-License-Identifier: GPL-2.0-only
import { entryName } from "../describe.ts";
import { endOfStep, lastEvent } from "../find-event.ts";
import type { Invariant } from "../violation.ts";

/** What a process maps without PROT_WRITE, it cannot write to. */
export const userRights: Invariant = {
  id: "user-rights",
  why: "a process may write where it was given to read: to memory of another domain",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const known = new Set<string>();
    return record.probes.flatMap((probe) => {
      if (!probe.readonly || !probe.userCanWrite || probe.userPte === -1) return [];
      const key = `${probe.map} page ${probe.page}`;
      if (known.has(key)) return [];
      known.add(key);
      const isIt = (one: { kind: string; maddr?: number }): boolean =>
        one.kind === "pte-write" && one.maddr === probe.userPte;
      return [
        {
          invariant: "user-rights",
          subject: "user mapping of a granted page",
          key,
          step: probe.step,
          event: lastEvent(record, endOfStep(record, probe.step), isIt),
          observed: `the ${entryName(record, probe.userPte)} is writable`,
          expected: "read-only, as it was asked for",
        },
      ];
    });
  },
};
