// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import type { Scenario } from "./scenario-schema.ts";
import type { Step } from "./step-schema.ts";

/** Steps that call kernel code which not every base has an entry point for (csrc/runtime, csrc/tree). */
const ENTRY_POINTS: { readonly [Verb in Step["do"]]?: string } = {
  "other-area": "hb_other_area",
  "hold-page": "hb_hold_page",
  "kmap-atomic": "hb_kmap_atomic",
  "kunmap-atomic": "hb_kunmap_atomic",
  "lazy-mmu": "hb_lazy_mmu",
  "set-pte": "hb_set_pte",
  "pte-clear": "hb_pte_clear",
  "api-map": "hb_map_refs",
  "api-unmap": "hb_unmap_refs",
  "add-override": "hb_add_override",
  "remove-override": "hb_remove_override",
};

/** @returns the first step of a scenario that a guest cannot carry out, by its name, or null */
export function missingStep(scenario: Scenario, guest: Guest): Step["do"] | null {
  const missing = scenario.steps.find((step) => {
    if (step.do === "open") return !guest.hasDevice(step.device);
    const name = ENTRY_POINTS[step.do];
    return name !== undefined && !guest.has(name);
  });
  return missing?.do ?? null;
}
