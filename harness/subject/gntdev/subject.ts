// SPDX-License-Identifier: GPL-2.0-only
import { GRANTS } from "../grants/subject.ts";
import type { Subject } from "../subject.ts";
import { GNTDEV_COSTS } from "./cost-flows.ts";
import { UNMAP_NOTICES } from "./notifies-of-run.ts";
import { GNTDEV_RULE_TEXTS } from "./rule-texts.ts";
import { GNTDEV_STEPS } from "./steps.ts";
import { unmapNotify } from "./unmap-notify.ts";

/** The device by which processes map grants. */
export const GNTDEV = {
  name: "gntdev",
  title: "A process with /dev/xen/gntdev",
  files: ["drivers/xen/gntdev.c", "drivers/xen/gntdev-common.h", "include/xen/gntdev.h"],
  standsOn: GRANTS.standsOn,
  devices: ["xen/gntdev"],
  steps: GNTDEV_STEPS,
  observations: [UNMAP_NOTICES],
  invariants: [unmapNotify],
  ruleTexts: GNTDEV_RULE_TEXTS,
  costs: GNTDEV_COSTS,
} satisfies Subject;
