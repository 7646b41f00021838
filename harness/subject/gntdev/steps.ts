// SPDX-License-Identifier: GPL-2.0-only
import * as copy from "./copy-steps.ts";
import * as map from "./map-steps.ts";

/** What a process does with /dev/xen/gntdev. */
export const GNTDEV_STEPS = [...Object.values(map), ...Object.values(copy)];
