// SPDX-License-Identifier: GPL-2.0-only
import { GuestDied } from "../../guest/guest-died.ts";
import { type Mfn, type Pfn, pfn } from "../../machine/units.ts";
import { defineObservation } from "../observation.ts";
import { NO_OVERRIDES } from "../run/probe-pages.ts";
import type { RunState } from "../run/run-state.ts";

/** A foreign frame that still has an override at the end; pfn -1 if the list could not be walked. */
interface StrayOverride {
  readonly mfn: Mfn;
  readonly pfn: Pfn | -1;
}

/** Asks for each granted frame; a list that cannot be walked any more answers -1 for the frame that was asked for. */
function strayOverrides(run: RunState): readonly StrayOverride[] {
  const stray: StrayOverride[] = [];
  for (const mfn of run.grantedFrames) {
    try {
      const page = run.guest.ask("hb_find_override", mfn);
      if (page === NO_OVERRIDES) return [];
      if (page !== -1) stray.push({ mfn, pfn: pfn(page) });
    } catch (error) {
      if (!(error instanceof GuestDied)) throw error;
      return [...stray, { mfn, pfn: -1 }];
    }
  }
  return stray;
}

export const STRAY_OVERRIDES = defineObservation("stray overrides", { end: strayOverrides });
