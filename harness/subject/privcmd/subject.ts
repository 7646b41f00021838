// SPDX-License-Identifier: GPL-2.0-only
import { GRANTS } from "../grants/subject.ts";
import type { Subject } from "../subject.ts";
import { PRIVCMD_COSTS } from "./cost-flows.ts";
import { FOREIGN_LEAKS } from "./foreign-leaks.ts";
import { WRONG_VIEWS } from "./foreign-views.ts";
import {
  bufferLimit,
  foreignLeak,
  foreignRights,
  foreignView,
  restriction,
  unknownIoctl,
} from "./invariants.ts";
import { BREACHES } from "./restrictions.ts";
import { PRIVCMD_RULE_TEXTS } from "./rule-texts.ts";
import { PRIVCMD_STEPS } from "./steps.ts";
import { UNKNOWN_IOCTLS } from "./unknown-ioctls.ts";
import { WRONG_ANSWERS } from "./wrong-answers.ts";

/** The device by which the control domain's tools map other domains' memory and call the hypervisor. */
export const PRIVCMD = {
  name: "privcmd",
  title: "A process with /dev/xen/privcmd",
  files: [
    "drivers/xen/privcmd.c",
    "drivers/xen/xenfs/privcmd.c",
    "drivers/xen/privcmd-buf.c",
    "drivers/xen/privcmd.h",
    "include/xen/privcmd.h",
    "include/uapi/xen/privcmd.h",
  ],
  standsOn: GRANTS.standsOn,
  devices: ["xen/privcmd", "xen/hypercall"],
  steps: PRIVCMD_STEPS,
  observations: [WRONG_VIEWS, WRONG_ANSWERS, FOREIGN_LEAKS, BREACHES, UNKNOWN_IOCTLS],
  invariants: [foreignView, foreignRights, foreignLeak, restriction, bufferLimit, unknownIoctl],
  ruleTexts: PRIVCMD_RULE_TEXTS,
  costs: PRIVCMD_COSTS,
} satisfies Subject;
