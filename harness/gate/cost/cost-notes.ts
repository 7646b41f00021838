// SPDX-License-Identifier: GPL-2.0-only
import { COST_COUNTS } from "../../judge/cost/cost-count.ts";
import { costAt, costLaw } from "../../judge/cost/cost-law.ts";
import type { EntryCost } from "../../judge/cost/entry-cost.ts";
import { lawText } from "../../judge/cost/law-text.ts";
import type { ConfigName } from "../../machine/config.ts";
import { COST_PAGES } from "../../scenario/cost-scenarios.ts";
import type { PolicyNote } from "../gate-report.ts";
import type { CostBound, Policy } from "../policy/policy.ts";

/** What was counted in one configuration. */
interface ConfigCosts {
  readonly config: ConfigName;
  readonly costs: readonly EntryCost[] | null;
}

/** What costs more after a patch than the policy allows, and what cannot be told since the call fails. */
export function costNotes(
  { costs: bounds }: Pick<Policy, "costs">,
  configs: readonly ConfigCosts[],
): PolicyNote[] {
  return bounds.flatMap((bound): PolicyNote[] => {
    const texts = new Map<string, ConfigName[]>();
    for (const { config, costs } of configs) {
      if (bound.configs !== null && !bound.configs.includes(config)) continue;
      const found = costs?.find(({ entry, count }) => entry === bound.entry && count === bound.count);
      const text = found === undefined ? null : excess(bound, found);
      if (text !== null) texts.set(text, [...(texts.get(text) ?? []), config]);
    }
    if (texts.size === 0) return [];
    const text = [...texts].map(([what, where]) => `${what} (${where.join(", ")})`).join("; ");
    return [{ kind: "cost", fails: true, text, line: bound.line }];
  });
}

/** @returns what is wrong, in words; null if nothing is */
function excess({ atMost }: CostBound, { per, count, after }: EntryCost): string | null {
  const what = `${COST_COUNTS[count]} per ${per}`;
  const most = `at most ${lawText(atMost)} allowed`;
  if (after === null) return `${what} cannot be counted, since a call fails (${most})`;
  const at = after.findIndex((value, i) => value > costAt(atMost, COST_PAGES[i]!));
  if (at === -1) return null;
  const law = costLaw(after);
  const is = law === null ? "" : `${lawText(law)}, `;
  return `${what}: ${is}${after[at]} for n = ${COST_PAGES[at]} (${most})`;
}
