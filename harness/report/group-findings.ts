// SPDX-License-Identifier: GPL-2.0-only
import type { Finding, FindingClass } from "../judge/finding.ts";
import { INVARIANTS } from "../judge/invariants/index.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";

/** The same finding in all scenarios and configurations where it occurs. */
export interface FindingGroup {
  readonly first: Finding;
  readonly configs: readonly string[];
  /** Scenario ids, in order, each once. */
  readonly scenarios: readonly string[];
}

const ORDER = new Map(INVARIANTS.map(({ id }, i) => [id, i]));

/** Groups findings of one class by signature, in the order of the invariants. */
export function groupFindings(configs: readonly ConfigVerdict[], kind: FindingClass): FindingGroup[] {
  const groups = new Map<string, { first: Finding; configs: Set<string>; scenarios: Set<string> }>();
  for (const { config, findings } of configs) {
    for (const finding of findings) {
      if (finding.class !== kind) continue;
      const group = groups.get(finding.signature) ?? {
        first: finding,
        configs: new Set(),
        scenarios: new Set(),
      };
      group.configs.add(config);
      group.scenarios.add(finding.scenario);
      groups.set(finding.signature, group);
    }
  }
  const rank = ({ first }: { first: Finding }): number => ORDER.get(first.invariant) ?? ORDER.size;
  return [...groups.values()]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ first, configs: names, scenarios }) => ({
      first,
      configs: [...names],
      scenarios: [...scenarios],
    }));
}
