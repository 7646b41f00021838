// SPDX-License-Identifier: GPL-2.0-only

import type { Violation } from "../../../subject/invariant.ts";
import { endOfStep, lastEvent } from "../../../subject/run/find-event.ts";
import type { PageProbe, RunRecord } from "../../../subject/run/run-record.ts";

/** What tells a process's entry of a granted page from others, and where it was written. */
type UserEntry = Pick<Violation, "subject" | "key" | "step" | "event"> & { readonly probe: PageProbe };

/** @returns of each page the first look at which its entry in the process's page table is not as it has to be */
export function userEntries(record: RunRecord, isWrong: (probe: PageProbe) => boolean): UserEntry[] {
  const known = new Set<string>();
  return record.probes.flatMap((probe) => {
    const key = `${probe.map} page ${probe.page}`;
    if (!isWrong(probe) || known.has(key)) return [];
    known.add(key);
    const isIt = (one: { kind: string; maddr?: number }): boolean =>
      one.kind === "pte-write" && one.maddr === probe.userPte;
    const event = lastEvent(record, endOfStep(record, probe.step), isIt);
    return [{ subject: "user mapping of a granted page", key, step: probe.step, event, probe }];
  });
}
