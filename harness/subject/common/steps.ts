// SPDX-License-Identifier: GPL-2.0-only
import * as faults from "./fault-steps.ts";
import * as memory from "./memory-steps.ts";
import * as peer from "./peer-steps.ts";
import * as processes from "./process-steps.ts";

/** What scenarios of every subject are made of. */
export const COMMON_STEPS = [
  ...Object.values(peer),
  ...Object.values(faults),
  ...Object.values(processes),
  ...Object.values(memory),
];
