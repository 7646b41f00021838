// SPDX-License-Identifier: GPL-2.0-only
import * as api from "./api-steps.ts";
import * as mapping from "./mapping-steps.ts";

/** What kernel code does that maps granted pages. */
export const GRANTS_STEPS = [...Object.values(mapping), ...Object.values(api)];
