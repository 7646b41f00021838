// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { means } from "./means.ts";
import { namedValue } from "./named-value.ts";

/*
 * What the values of steps may be. Names that a step gives (`file`, `map`, `as`, `process`) are chosen by the scenario.
 */

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const count = whole(0, 0xffff_ffff);
export const nth = whole(1, 100_000);
export const small = whole(0, 1023);
export const byte = whole(0, 255);
export const offset = v.optional(means("byte in the page", whole(0, 4095)), 0);
export const name = namedValue(
  "NAME",
  "yours to choose: the step that makes a thing names it, later ones use the name",
  v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/, "letters, digits, - and _, at most 32")),
);
export const domain = namedValue(
  "DOMAIN",
  "domid: 0 is the domain of the kernel under test, 1 and 2 are others",
  whole(0, 0x7fef),
);
export const process = v.optional(means("which process", name), "p");
export const refused = v.optional(means("no kernel may grant it", v.boolean()), false);
export const own = means("byte of the process's own two pages", whole(0, 8191));
