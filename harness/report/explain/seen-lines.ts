// SPDX-License-Identifier: GPL-2.0-only
import type { Seen } from "../../gate/gate-report.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/**
 * Every run in which a finding is seen, as `scenario:step`: those in which nothing is made to fail first. Configurations
 * that show the same are named together.
 *
 * @param hasFault whether something is made to fail in a run
 */
export function seenLines(seen: readonly Seen[], hasFault: (one: Seen) => boolean, screen: Screen): string[] {
  const parts = [
    ["without a fault", seen.filter((one) => !hasFault(one))],
    ["with a fault injected", seen.filter(hasFault)],
  ] as const;
  return parts.flatMap(([title, all]) =>
    byConfigs(all).flatMap(({ configs, runs }) => {
      const many = `${runs.length} run${runs.length === 1 ? "" : "s"}${configs.length > 1 ? " each" : ""}`;
      return [
        paragraph(screen, `seen ${title} (scenario:step), ${configs.join(" and ")}, ${many}:`, 2, 2),
        paragraph(screen, printable(runs.join(", ")), 4, 0),
      ];
    }),
  );
}

function byConfigs(seen: readonly Seen[]): { readonly configs: string[]; readonly runs: string[] }[] {
  const runs = new Map<string, Set<string>>();
  for (const { config, scenario, step } of seen) {
    const own = runs.get(config) ?? new Set();
    runs.set(config, own.add(`${scenario}:${step}`));
  }
  const groups = new Map<string, { configs: string[]; runs: string[] }>();
  for (const [config, own] of runs) {
    const key = [...own].join(" ");
    const group = groups.get(key) ?? { configs: [], runs: [...own] };
    groups.set(key, group);
    group.configs.push(config);
  }
  return [...groups.values()];
}
