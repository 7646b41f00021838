// SPDX-License-Identifier: GPL-2.0-only
import type { InvariantId, InvariantTraits } from "../../subject/invariant.ts";
import { INVARIANTS } from "./index.ts";

const TRAITS = new Map<string, InvariantTraits>(INVARIANTS.map((one) => [one.id, one]));

/** What an invariant says of itself. */
export function traitsOf(id: InvariantId): InvariantTraits {
  const traits = TRAITS.get(id);
  if (traits === undefined) throw new Error(`no invariant is called ${id}`);
  return traits;
}
