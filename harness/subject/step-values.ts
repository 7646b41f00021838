// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";

/*
 * What the values of steps may be. Names that a step gives (`file`, `map`, `as`, `process`) are chosen by the scenario.
 */

export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
export const nth = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
export const small = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1023));
export const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
/** In a page, in bytes. */
export const offset = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4095)), 0);
export const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,32}$/, "a name has letters, digits, - and _"),
);
export const domain = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fef));
export const process = v.optional(name, "p");
/** No kernel may do it: an error is the only right answer. */
export const refused = v.optional(v.boolean(), false);
/** A byte of the two pages that each process has to itself. */
export const own = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8191));
