// SPDX-License-Identifier: GPL-2.0-only
import { COST_COUNTS, type CostCount } from "../../judge/cost/cost-count.ts";
import { type CostLaw, costLaw } from "../../judge/cost/cost-law.ts";
import type { CostValues, EntryCost } from "../../judge/cost/entry-cost.ts";
import { lawText } from "../../judge/cost/law-text.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { CostChange, SideCost } from "../gate-report.ts";

/** What was counted in one configuration. */
interface ConfigCosts {
  readonly config: ConfigName;
  readonly costs: readonly EntryCost[] | null;
}

const RANKS = Object.keys(COST_COUNTS) as CostCount[];

/** What callers pay otherwise than before: each change once, with the configurations that show it. */
export function costChanges(configs: readonly ConfigCosts[]): CostChange[] {
  const changes = new Map<string, CostChange>();
  for (const { config, costs } of configs) {
    for (const one of costs ?? []) {
      const change = changeOf(one);
      if (change === null) continue;
      const { configs: _, ...what } = change;
      const key = JSON.stringify(what);
      changes.set(key, { ...change, configs: [...(changes.get(key)?.configs ?? []), config] });
    }
  }
  return [...changes.values()].toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** What is counted comes in the order in which it matters, what cannot be counted in the end. */
const rankOf = ({ count }: CostChange): number => (count === null ? RANKS.length : RANKS.indexOf(count));

function changeOf({ entry, per, count, before, after }: EntryCost): CostChange | null {
  const about = { entry, per, before: sideOf(before), after: sideOf(after), configs: [] };
  if (before === null || after === null) {
    // one line a call, and not one for each of what cannot be counted
    if (before === after || count !== RANKS[0]) return null;
    const failed = { values: null, law: null };
    const counted = { values: [], law: null };
    const of = (values: CostValues): SideCost => (values === null ? failed : counted);
    return { ...about, count: null, before: of(before), after: of(after), isSteeper: false };
  }
  if (before.every((value, i) => value === after[i])) return null;
  const from = costLaw(before);
  // of what has no law, what is added to it may have one
  const to = costLaw(after) ?? costLaw(after.map((value, i) => value - before[i]!));
  return { ...about, count, isSteeper: degreeOf(to) > degreeOf(from) };
}

const sideOf = (values: CostValues): SideCost => {
  const law = values === null ? null : costLaw(values);
  return { values, law: law === null ? null : lawText(law) };
};

/** What no law fits is taken for what grows with n: batches, say. */
const degreeOf = (law: CostLaw | null): number =>
  law === null ? 1 : law.square !== 0 ? 2 : law.linear !== 0 ? 1 : 0;
