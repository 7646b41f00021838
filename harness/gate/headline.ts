// SPDX-License-Identifier: GPL-2.0-only
import { INVARIANTS } from "../judge/invariants/index.ts";
import type { GateFinding } from "./gate-report.ts";

const TITLES = new Map<string, string>(INVARIANTS.map(({ id, title }) => [id, title]));

/** What C assigns an allocation to: `map->kmap_ops = kzalloc(`. */
const ASSIGNED = /([A-Za-z_]\w*)\s*=\s*(?:\([^()]*\)\s*)?\w*alloc\w*\s*\(/;

/** Characters of a line that are looked at: what a name is looked for in takes the square of its length. */
const LONGEST = 400;

/** A finding in one line, in a maintainer's words: what is wrong, and with what. It holds no value that changes from run to run. */
export function headlineOf({ invariant, class: kind, subject, before, after, place }: GateFinding): string {
  if (invariant === "outcome") return `${subject} returns ${after} in place of ${before}`;
  const title = TITLES.get(invariant) ?? invariant;
  if (invariant === "memory-leak") {
    const [, name] = ASSIGNED.exec(place.code.slice(0, LONGEST)) ?? [];
    if (name !== undefined) return `${title}: ${name} ${kind === "fixed" ? "was" : "is"} never freed`;
  }
  const says = subject === "" || title.toLowerCase().includes(subject.toLowerCase()) ? "" : `: ${subject}`;
  return `${title}${says}`;
}
