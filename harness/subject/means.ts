// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";

/**
 * A value of a step, or a field of another kind of object, with a few words on what it stands for: `hunkbox scenarios
 * --steps`, the published schema and errors say them. What is allowed, and what is taken if it is left out, they say by themselves.
 *
 * @param words with the unit, if it has one
 */
export const means = <const Schema extends v.GenericSchema>(words: string, schema: Schema) =>
  v.pipe(schema, v.description(words));
