// SPDX-License-Identifier: GPL-2.0-only
import * as map from "./map-steps.ts";
import * as other from "./other-steps.ts";

/** What a process does with /dev/xen/privcmd. */
export const PRIVCMD_STEPS = [...Object.values(map), ...Object.values(other)];
