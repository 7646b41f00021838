// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { SIDES } from "../../base/make-views.ts";
import { EXIT_CODES, type VerdictName } from "../../judge/verdict/verdict.ts";
import { CONFIGS } from "../../machine/config.ts";

/** What reports are put together of. Objects take further keys: keys are added without another version. */
export const text = v.string();
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const from1 = v.pipe(v.number(), v.integer(), v.minValue(1));
export const flag = v.boolean();
export const config = v.picklist(CONFIGS);
export const side = v.picklist(SIDES);
export const verdict = v.picklist(Object.keys(EXIT_CODES) as VerdictName[]);
export const exitCode = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5));
export const person = v.object({ name: text, email: text });
export const findingClass = v.picklist(["regressed", "changed", "fixed", "revealed", "pre-existing"]);

export const bounds = v.object({
  configs: count,
  scenarios: count,
  steps: count,
  events: count,
  stepBudget: count,
});

export const place = v.object({
  file: text,
  line: v.pipe(count, v.description("From 1; 0 if no line of C brought it about.")),
  function: text,
  side,
  code: text,
  hunk: v.nullable(v.object({ number: from1, inputLine: from1 })),
});

export const stacks = v.array(
  v.object({
    what: v.picklist(["here", "allocated", "freed"]),
    frames: v.pipe(
      v.array(v.object({ function: text, file: text, line: count })),
      v.description("Innermost function first."),
    ),
  }),
);

export const diagnostic = v.object({ file: text, line: count, column: count, message: text });
