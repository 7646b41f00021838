// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../../machine/units.ts";
import type { Invariant } from "../../../subject/invariant.ts";
import { endOfStep, lastEvent } from "../../../subject/run/find-event.ts";
import { frameName } from "../../trace/describe.ts";

/** While a grant is mapped, the kernel's translation of the page gives the granted frame. */
export const p2mView: Invariant = {
  id: "p2m-view",
  title: "wrong p2m entry",
  why: "whoever hands the page to a device or to Xen asks pfn_to_mfn for its frame",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const known = new Set<string>();
    return record.probes.flatMap((probe) => {
      const shown = probe.p2m === NO_FRAME ? -1 : probe.p2m;
      const key = `${probe.map} page ${probe.page}`;
      if (shown === probe.mfn || known.has(key)) return [];
      known.add(key);
      const isOf = (one: { kind: string; pfn?: number }): boolean =>
        one.kind === "p2m" && one.pfn === probe.pfn;
      const end = endOfStep(record, probe.step);
      const write = lastEvent(record, end, isOf);
      return [
        {
          invariant: "p2m-view",
          subject: "p2m entry of a granted page",
          key,
          step: probe.step,
          // a write that never came has no line: the mapping that wants it has one
          event: write !== -1 ? write : lastEvent(record, end, (one) => one.kind === "grant-op"),
          observed: `pfn_to_mfn of pfn ${hex(probe.pfn)} gives ${frameName(shown)}`,
          expected: `the granted frame ${hex(probe.mfn)}`,
        },
      ];
    });
  },
};

/** What hb_p2m gives for a page without a frame. */
const NO_FRAME = 0xffff_ffff;
