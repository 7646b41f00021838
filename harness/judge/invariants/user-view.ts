// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../machine/units.ts";
import { entryName, frameName } from "../describe.ts";
import { endOfStep, lastEvent } from "../find-event.ts";
import type { Invariant } from "../violation.ts";

/** While a grant is mapped, the process's address of the page shows the granted frame. */
export const userView: Invariant = {
  id: "user-view",
  why: "mmap said so",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const known = new Set<string>();
    return record.probes.flatMap((probe) => {
      if (probe.userMfn === probe.mfn) return [];
      const key = `${probe.map} page ${probe.page}`;
      if (known.has(key)) return [];
      known.add(key);
      const isIt = (one: { kind: string; maddr?: number }): boolean =>
        one.kind === "pte-write" && one.maddr === probe.userPte;
      return [
        {
          invariant: "user-view",
          subject: "user mapping of a granted page",
          key,
          step: probe.step,
          event: lastEvent(record, endOfStep(record, probe.step), isIt),
          observed:
            probe.userPte === -1
              ? "the process has no entry for it"
              : `the ${entryName(record, probe.userPte)} maps ${frameName(probe.userMfn)}`,
          expected: `the granted frame ${hex(probe.mfn)}`,
        },
      ];
    });
  },
};
