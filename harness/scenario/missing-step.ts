// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import type { Scenario } from "./scenario-schema.ts";
import type { Step } from "./step-schema.ts";

/** What a step cannot be taken without. */
interface Need {
  /** Entry point of csrc/runtime and csrc/tree, which is there if the kernel has what it calls. */
  readonly entry: string;
  /** What the kernel lacks where it is not there. */
  readonly function: string;
}

const NEEDS: { readonly [Verb in Step["do"]]?: Need } = {
  "kmap-atomic": { entry: "hb_kmap_atomic", function: "kmap_atomic" },
  "kunmap-atomic": { entry: "hb_kunmap_atomic", function: "kunmap_atomic" },
  "lazy-mmu": { entry: "hb_lazy_mmu", function: "xen_leave_lazy_mmu" },
  "set-pte": { entry: "hb_set_pte", function: "xen_set_pte" },
  "pte-clear": { entry: "hb_pte_clear", function: "xen_set_pte" },
  "api-map": { entry: "hb_map_refs", function: "gnttab_map_refs" },
  "api-unmap": { entry: "hb_unmap_refs", function: "gnttab_unmap_refs" },
  "add-override": { entry: "hb_add_override", function: "m2p_add_override" },
  "remove-override": { entry: "hb_remove_override", function: "m2p_remove_override" },
};

/** A step that a guest cannot take. */
export interface MissingStep {
  readonly do: Step["do"];
  /** The kernel function that is not there; null where no driver registers the device that is to be opened. */
  readonly function: string | null;
}

/** @returns what a scenario is about and a guest does not have, whatever its steps call; or null */
export function missingName({ needs }: Scenario, guest: Pick<Guest, "has">): string | null {
  return needs === undefined || guest.has(`hb_has_${needs}`) ? null : needs;
}

/** @returns the first step of a scenario that a guest cannot take, or null */
export function missingStep(scenario: Scenario, guest: Pick<Guest, "has" | "hasDevice">): MissingStep | null {
  for (const step of scenario.steps) {
    if (step.do === "open" && !guest.hasDevice(step.device)) return { do: step.do, function: null };
    const need = NEEDS[step.do];
    if (need !== undefined && !guest.has(need.entry)) return { do: step.do, function: need.function };
  }
  return null;
}
