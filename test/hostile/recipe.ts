// SPDX-License-Identifier: GPL-2.0-only
import type { Ground } from "./ground.ts";
import type { Random } from "./random.ts";

/** What a hostile patch goes for. */
export const KINDS = ["names", "work", "module", "memory", "compiler", "texts", "time"] as const;
export type Kind = (typeof KINDS)[number];

/** One way to do harm, of which each seed makes another patch. */
export interface Recipe {
  readonly kind: Kind;
  readonly name: string;
  /** In one line, what it tries. */
  readonly tries: string;
  /** @returns the mail */
  make(ground: Ground, random: Random): string | Uint8Array;
}
