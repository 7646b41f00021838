// SPDX-License-Identifier: GPL-2.0-only
import type { Item } from "./item.ts";
import type { Tokens } from "./lex.ts";
import type { Locations } from "./locations.ts";

/** A preprocessed unit, split. */
export interface UnitItems {
  readonly text: string;
  readonly tokens: Tokens;
  readonly locations: Locations;
  /** The unit's .c file, as its line markers name it. */
  readonly mainFile: string;
  /** In the order of the text. They do not overlap; between them stand white space and directives. */
  readonly items: readonly Item[];
  /** The items that declare a name, in the order of the text. */
  readonly byName: ReadonlyMap<string, readonly Item[]>;
}
