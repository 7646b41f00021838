// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Recipe } from "../recipe.ts";

/** What all others are measured by: a patch that changes a little and harms nobody. */
export const HARMLESS: Recipe = inCode("work")(
  "harmless",
  "nothing",
  (r) => {
    const own = r.word();
    return { top: `static volatile int ${own};`, call: `${own} += ${r.int(1, 1e9)};` };
  },
  ["open"],
);
