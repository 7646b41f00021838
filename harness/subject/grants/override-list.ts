// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../machine/units.ts";
import { type Invariant, ownInvariantId, type Violation } from "../invariant.ts";
import { endOfStep, lastEvent } from "../run/find-event.ts";
import type { PageProbe } from "../run/run-record.ts";
import { STRAY_OVERRIDES } from "./stray-overrides.ts";

const OVERRIDE_LIST = ownInvariantId("override-list");

/** True if the override that was found is another page's of the same frame: of several, any may be found. */
function isOfAnother(probes: readonly PageProbe[], index: number): boolean {
  const { step, mfn, override } = probes[index]!;
  const isIt = (one: PageProbe | undefined): boolean => one?.pfn === override && one.mfn === mfn;
  // probes of a step stand together
  for (let i = index; probes[i]?.step === step; i--) if (isIt(probes[i])) return true;
  for (let i = index; probes[i]?.step === step; i++) if (isIt(probes[i])) return true;
  return false;
}

/** While a page shows a foreign frame, m2p_find_override knows it; afterwards it does not. */
export const overrideList: Invariant = {
  id: OVERRIDE_LIST,
  title: "m2p override list",
  why: "mfn_to_pfn asks it for every foreign frame: a wrong answer is a wrong page",
  when: "on the way",
  identity: "state",
  check: (record) => {
    const found: Violation[] = [];
    const missing = new Set<string>();
    for (const [i, probe] of record.probes.entries()) {
      if (probe.pfn === probe.override) continue;
      const key = `missing ${probe.map} page ${probe.page}`;
      if (missing.has(key) || isOfAnother(record.probes, i)) continue;
      missing.add(key);
      const end = endOfStep(record, probe.step);
      found.push({
        invariant: OVERRIDE_LIST,
        subject: "missing override",
        key,
        step: probe.step,
        event: lastEvent(record, end, (one) => one.kind === "p2m" && one.pfn === probe.pfn),
        observed: `no override for frame ${hex(probe.mfn)} leads to its page`,
        expected: `m2p_find_override gives pfn ${hex(probe.pfn)}`,
      });
    }
    for (const { mfn, pfn } of STRAY_OVERRIDES.of(record) ?? []) {
      const broken = pfn === -1;
      const what = broken ? "broken list" : "stale override";
      found.push({
        invariant: OVERRIDE_LIST,
        subject: what,
        key: `${what} ${mfn}`,
        step: record.outcomes.length,
        event: lastEvent(
          record,
          record.events.length,
          (one) => one.kind === "p2m" && (broken || one.pfn === pfn),
        ),
        observed: broken
          ? `m2p_find_override for frame ${hex(mfn)} faults or never ends: the list is corrupt`
          : `frame ${hex(mfn)} still leads to pfn ${hex(pfn)} after everything is unmapped`,
        expected: "no override",
      });
    }
    return found;
  },
};
