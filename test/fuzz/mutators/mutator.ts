// SPDX-License-Identifier: GPL-2.0-only
import type { Random } from "../random.ts";

/** What a mutator may take from. */
export interface Material {
  readonly random: Random;
  readonly tokens: readonly string[];
  /** Another input of the corpus. */
  readonly other: string;
}

/** Changes an input, one character a byte. It may give back what it got where it finds nothing to change. */
export type Mutator = (input: string, material: Material) => string;
