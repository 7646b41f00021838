// SPDX-License-Identifier: GPL-2.0-only
import { BYTE_MUTATORS } from "./byte-mutators.ts";
import { LINE_MUTATORS } from "./line-mutators.ts";
import type { Material } from "./mutator.ts";
import { TOKEN_MUTATORS } from "./token-mutators.ts";

const FAMILIES = [BYTE_MUTATORS, LINE_MUTATORS, TOKEN_MUTATORS];

/** @returns an input with one change, mostly, or a few of them, cut to `limit` characters */
export function mutate(input: string, material: Material, limit: number): string {
  const { random } = material;
  let text = input;
  for (let left = 1 + (random.oneIn(2) ? random.below(6) : 0); left > 0; left--) {
    text = random.of(random.of(FAMILIES))(text, material);
    if (text.length > limit) text = text.slice(0, limit);
  }
  return text;
}
