// SPDX-License-Identifier: GPL-2.0-only
import { INVARIANTS } from "../judge/invariants/index.ts";
import type { GateFinding } from "./gate-report.ts";

const TITLES = new Map<string, string>(INVARIANTS.map(({ id, title }) => [id, title]));

/** What C assigns an allocation to: `map->kmap_ops = kzalloc(`. */
const ASSIGNED = /([A-Za-z_]\w*)\s*=\s*(?:\([^()]*\)\s*)?\w*alloc\w*\s*\(/;

/** A finding in one line, in a maintainer's words. */
export function headlineOf({ invariant, class: kind, signature, before, after, place }: GateFinding): string {
  const shown = kind === "fixed" ? before : after;
  if (invariant === "outcome")
    return `${signature.replace("outcome: ", "")} returns ${after} in place of ${before}`;
  const title = TITLES.get(invariant) ?? invariant;
  if (invariant === "memory-leak") {
    const [, name] = ASSIGNED.exec(place.code) ?? [];
    if (name !== undefined) return `${title}: ${name} is never freed`;
  }
  return `${title}: ${shown}`;
}
