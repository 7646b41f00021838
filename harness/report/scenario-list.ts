// SPDX-License-Identifier: GPL-2.0-only
import { LEVELS, type Scenario } from "../scenario/scenario-schema.ts";
import { paragraph, type Screen } from "./screen.ts";

const LEVEL_TITLES: Readonly<Record<(typeof LEVELS)[number], string>> = {
  user: "A process with /dev/xen/gntdev",
  api: "Kernel code that maps grants",
  mapping: "Kernel mappings of granted pages",
  peer: "The granting domain, the hypervisor, bad luck",
};

/** All scenarios by level, a line each. */
export function scenarioList(scenarios: readonly Scenario[], screen: Screen): string {
  const out: string[] = [];
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  // beside the ids where there is room for a title, else below them
  const hang = screen.width > width + 30 ? width + 2 : 4;
  for (const level of LEVELS) {
    const here = scenarios.filter((scenario) => scenario.level === level);
    if (here.length === 0) continue;
    out.push(paragraph(screen, screen.colors.bold(LEVEL_TITLES[level]), 0, 2));
    for (const { id, title } of here) out.push(paragraph(screen, `${id.padEnd(width)}  ${title}`, 2, hang));
    out.push("");
  }
  const count = `${scenarios.length} scenarios; "hunkbox scenarios ID" tells one's story and steps`;
  out.push(paragraph(screen, count, 0, 2), "");
  return out.join("\n");
}

/** One scenario: its story, and its steps as JSON. */
export function scenarioStory(scenario: Scenario, screen: Screen): string {
  const { machine, configs } = scenario;
  const steps = scenario.steps.map((step, i) =>
    paragraph(screen, `${String(i + 1).padStart(3)}. ${JSON.stringify(step)}`, 2, 5),
  );
  return [
    paragraph(screen, screen.colors.bold(`${scenario.id}: ${scenario.title}`), 0, 2),
    "",
    paragraph(screen, scenario.story, 2),
    "",
    paragraph(screen, `configurations: ${configs.join(", ")}`, 2, 2),
    ...(Object.keys(machine).length === 0
      ? []
      : [paragraph(screen, `machine: ${JSON.stringify(machine)}`, 2, 2)]),
    "",
    ...steps,
    "",
  ].join("\n");
}
