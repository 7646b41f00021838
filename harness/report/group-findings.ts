// SPDX-License-Identifier: GPL-2.0-only

import { INVARIANTS } from "../judge/invariants/index.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import type { Finding, FindingClass } from "../judge/verdict/finding.ts";

/** The same finding in all scenarios and configurations where it occurs. */
export interface FindingGroup {
  readonly first: Finding;
  readonly configs: readonly string[];
  /** Scenario ids, in order, each once. */
  readonly scenarios: readonly string[];
  /** True if the other side died or was refused before it could show the same, in all of them. */
  readonly unreached: boolean;
}

interface Growing {
  first: Finding;
  readonly configs: Set<string>;
  readonly scenarios: Set<string>;
  unreached: boolean;
}

const ORDER = new Map<string, number>(INVARIANTS.map(({ id }, i) => [id, i]));

/** Groups findings of one class by signature, what is seen in most scenarios first. */
export function groupFindings(configs: readonly ConfigVerdict[], kind: FindingClass): FindingGroup[] {
  const groups = new Map<string, Growing>();
  for (const { config, findings } of configs) {
    for (const finding of findings) {
      if (finding.class !== kind) continue;
      // a result that nothing accounts for is told apart from others of its sort
      const key = `${finding.signature} ${finding.unexplained === true}`;
      const group = groups.get(key) ?? {
        first: finding,
        configs: new Set(),
        scenarios: new Set(),
        unreached: true,
      };
      // the first that the other side could have shown speaks for all
      if (group.unreached && !finding.unreached) group.first = finding;
      group.unreached &&= finding.unreached;
      group.configs.add(config);
      group.scenarios.add(finding.scenario);
      groups.set(key, group);
    }
  }
  const rank = ({ first }: { first: Finding }): number => ORDER.get(first.invariant) ?? ORDER.size;
  return [...groups.values()]
    .sort((a, b) => b.scenarios.size - a.scenarios.size || rank(a) - rank(b))
    .map(({ first, configs: names, scenarios, unreached }) => {
      return { first, configs: [...names], scenarios: [...scenarios], unreached };
    });
}
