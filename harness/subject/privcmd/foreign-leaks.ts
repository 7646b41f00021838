// SPDX-License-Identifier: GPL-2.0-only
import type { Domid, Mfn } from "../../machine/units.ts";
import { domid, mfn } from "../../machine/units.ts";
import { defineObservation } from "../observation.ts";
import type { RunState } from "../run/run-state.ts";

/** A frame of another domain that something still refers to once everything is closed. */
export interface ForeignLeak {
  readonly mfn: Mfn;
  readonly owner: Domid;
  /** References beside the owner's and those of grants. */
  readonly references: number;
}

function leaks({ guest }: RunState): readonly ForeignLeak[] {
  const { frames } = guest.machine;
  const byGrants = new Map<number, number>();
  for (const { mfn: frame } of guest.hypervisor.liveHandles())
    byGrants.set(frame, (byGrants.get(frame) ?? 0) + 1);
  const found: ForeignLeak[] = [];
  for (let i = 0; i < frames.size; i++) {
    const owner = frames.owner[i]!;
    const references = frames.refCount[i]! - 1;
    if (owner === 0 || references <= (byGrants.get(frames.mfn[i]!) ?? 0)) continue;
    found.push({ mfn: mfn(frames.mfn[i]!), owner: domid(owner), references });
  }
  return found;
}

export const FOREIGN_LEAKS = defineObservation<readonly ForeignLeak[]>("foreign frames still referred to", {
  end: leaks,
});
