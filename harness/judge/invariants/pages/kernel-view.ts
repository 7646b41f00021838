// SPDX-License-Identifier: GPL-2.0-only
import { hex, type Maddr, type Vaddr } from "../../../machine/units.ts";
import type { Invariant, Violation } from "../../../subject/invariant.ts";
import { endOfStep, lastEvent } from "../../../subject/run/find-event.ts";
import type { RunRecord } from "../../../subject/run/run-record.ts";
import { entryName, frameName } from "../../trace/describe.ts";

/** The event that made an entry what it is: the last write to it, else what made the page foreign. */
function cause(record: RunRecord, end: number, at: Maddr | -1, pfn: number): number {
  const isWrite = (kind: string): boolean => kind === "pte-write" || kind === "pte-refused";
  const write = lastEvent(record, end, (one) => isWrite(one.kind) && "maddr" in one && one.maddr === at);
  return write !== -1 ? write : lastEvent(record, end, (one) => one.kind === "p2m" && one.pfn === pfn);
}

function entryAt(record: RunRecord, end: number, va: Vaddr): Maddr | -1 {
  const page = va - (((va % 4096) + 4096) % 4096);
  const at = lastEvent(
    record,
    end,
    (one) => one.kind === "pte-write" && record.describePte(one.maddr).va === page,
  );
  const event = record.events[at];
  return event?.kind === "pte-write" ? event.maddr : -1;
}

/** While a grant is mapped, the kernel's own address of the page shows the granted frame. */
export const kernelView: Invariant = {
  id: "kernel-view",
  title: "wrong kernel mapping of a granted page",
  why: "direct I/O and AIO touch a page through the kernel's address of it",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const found: Violation[] = [];
    const known = new Set<string>();
    for (const probe of record.probes) {
      if (probe.kernelPte === -1 || probe.kernelMfn === probe.mfn) continue;
      const key = `${probe.map} page ${probe.page}`;
      if (known.has(key)) continue;
      known.add(key);
      found.push({
        invariant: "kernel-view",
        subject: "kernel mapping of a granted page",
        key,
        step: probe.step,
        event: cause(record, endOfStep(record, probe.step), probe.kernelPte, probe.pfn),
        observed: `the ${entryName(record, probe.kernelPte)} maps ${frameName(probe.kernelMfn)}`,
        expected: `the granted frame ${hex(probe.mfn)}`,
      });
    }
    for (const view of record.views) {
      if (view.reached === view.mfn) continue;
      const key = `${view.map} page ${view.page}`;
      if (known.has(key)) continue;
      known.add(key);
      const end = endOfStep(record, view.step);
      found.push({
        invariant: "kernel-view",
        subject: "kernel mapping of a granted page",
        key,
        step: view.step,
        event: cause(record, end, entryAt(record, end, view.va), view.pfn),
        observed: `kernel code at ${hex(view.va)} reaches ${view.reached === -1 ? "a page fault" : frameName(view.reached)}`,
        expected: `the granted frame ${hex(view.mfn)}`,
      });
    }
    return found;
  },
};
