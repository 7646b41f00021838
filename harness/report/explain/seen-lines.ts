// SPDX-License-Identifier: GPL-2.0-only
import type { Seen } from "../../gate/gate-report.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import type { CheckedTexts } from "./checked-texts.ts";

/**
 * The runs in which a finding is seen, as `scenario:step`: those in which nothing is made to fail first. Configurations
 * that show the same are named together.
 */
export function seenLines(
  seen: readonly Seen[],
  { hasFault, mostRuns }: Pick<CheckedTexts, "hasFault" | "mostRuns">,
  screen: Screen,
): string[] {
  const parts = [
    ["with no fault injected", seen.filter((one) => !hasFault(one))],
    ["with a fault injected", seen.filter(hasFault)],
  ] as const;
  return parts.flatMap(([title, all]) =>
    byConfigs(all).flatMap(({ configs, runs }) => {
      const many = `${runs.length} run${runs.length === 1 ? "" : "s"}${configs.length > 1 ? " each" : ""}`;
      return [
        paragraph(screen, `seen ${title} (scenario:step), ${configs.join(" and ")}, ${many}:`, 2, 2),
        paragraph(screen, namedRuns(runs.map(printable), mostRuns), 4, 0),
      ];
    }),
  );
}

function namedRuns(runs: readonly string[], most: number): string {
  // one more takes no more room than to say that there is one
  if (runs.length <= most + 1) return runs.join(", ");
  return `${runs.slice(0, most).join(", ")} and ${runs.length - most} more`;
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
