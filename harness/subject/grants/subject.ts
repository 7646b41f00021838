// SPDX-License-Identifier: GPL-2.0-only
import { CALLER_OPS } from "../../abi/numbers.ts";
import type { Subject } from "../subject.ts";
import { GRANTS_COSTS } from "./cost-flows.ts";
import { overrideList } from "./override-list.ts";
import { GRANTS_RULE_TEXTS } from "./rule-texts.ts";
import { GRANTS_STEPS } from "./steps.ts";
import { STRAY_OVERRIDES } from "./stray-overrides.ts";

/** Bytes of the ops that a caller of the grant functions owns, its own and those for the kernel's mappings. */
const CALLER_BYTES = 2 * CALLER_OPS.count * (CALLER_OPS.mapBytes + CALLER_OPS.unmapBytes);

/** The functions by which kernel code maps grants, and the mappings that it then has. All that maps stands on these files. */
export const GRANTS = {
  name: "grants",
  title: "Kernel code that maps grants",
  files: [],
  standsOn: [
    "arch/x86/xen/mmu.c",
    "arch/x86/xen/mmu_pv.c",
    "arch/x86/xen/p2m.c",
    "drivers/xen/grant-table.c",
  ],
  devices: [],
  steps: GRANTS_STEPS,
  observations: [STRAY_OVERRIDES],
  invariants: [overrideList],
  ruleTexts: GRANTS_RULE_TEXTS,
  costs: GRANTS_COSTS,
  callersArguments: ({ guest }) => {
    const from = guest.address("hb_caller_ops");
    return { from, to: from + CALLER_BYTES };
  },
} satisfies Subject;
