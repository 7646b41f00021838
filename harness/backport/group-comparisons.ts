// SPDX-License-Identifier: GPL-2.0-only
import { INVARIANTS } from "../judge/invariants/index.ts";
import type { Comparison, Fate } from "./comparison.ts";

/** The same comparison in all scenarios and configurations where it comes up. */
export interface ComparisonGroup {
  readonly first: Comparison;
  readonly configs: readonly string[];
  /** Ids, in order, each once. */
  readonly scenarios: readonly string[];
  readonly places: number;
}

const KINDS = ["invariant", "result", "event", "order"] as const;
const RANKS = new Map<string, number>(INVARIANTS.map(({ id }, i) => [id, i]));

/** Groups comparisons of one fate: invariants first, then results, then events; what is seen in most scenarios first. */
export function groupComparisons(comparisons: readonly Comparison[], fate: Fate): ComparisonGroup[] {
  const groups = new Map<string, Comparison[]>();
  for (const one of comparisons) {
    if (one.fate !== fate) continue;
    // of what is not comparable the reason tells
    const key = fate === "not-comparable" ? `${one.signature}\0${one.note}` : one.signature;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()]
    .map((all): ComparisonGroup => {
      const configs = [...new Set(all.map(({ config }) => config))];
      const scenarios = [...new Set(all.map(({ scenario }) => scenario))];
      // what names a line says most
      const first =
        all.find(({ upstream, backport }) => (upstream.place ?? backport.place) !== null) ?? all[0]!;
      return { first, configs, scenarios, places: all.length };
    })
    .sort(
      (a, b) =>
        KINDS.indexOf(a.first.kind) - KINDS.indexOf(b.first.kind) ||
        b.scenarios.length - a.scenarios.length ||
        (RANKS.get(a.first.what) ?? 0) - (RANKS.get(b.first.what) ?? 0),
    );
}
