// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";

/**
 * A kind of value that several steps have, under a name of its own: lists of steps explain it once, and use the name.
 *
 * @param title in capitals
 * @param words what it is
 */
export const namedValue = <const Schema extends v.GenericSchema>(
  title: string,
  words: string,
  schema: Schema,
) => v.pipe(schema, v.title(title), v.description(words));
