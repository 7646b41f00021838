// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import { LEVELS, type Scenario } from "../scenario/scenario-schema.ts";
import { SUBJECTS } from "../subject/subjects.ts";
import { paragraph, type Screen } from "./screen.ts";
import { stepText } from "./step-text.ts";
import { TEARDOWN_TEXT } from "./teardown-text.ts";

/** What scenarios of a subject are about beside what its title says. */
const LEVEL_TITLES: Readonly<Record<(typeof LEVELS)[number], string>> = {
  user: "",
  api: "",
  mapping: ", and kernel mappings",
  peer: ": the other domain, the hypervisor, bad luck",
};

/** All scenarios by subject and level, a line each. */
export function scenarioList(scenarios: readonly Scenario[], screen: Screen): string {
  const out: string[] = [];
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  // beside the ids where there is room for a title, else below them
  const hang = screen.width > width + 30 ? width + 2 : 4;
  for (const { name, title: who } of SUBJECTS)
    for (const level of LEVELS) {
      const here = scenarios.filter((one) => one.subject === name && one.level === level);
      if (here.length === 0) continue;
      out.push(paragraph(screen, screen.colors.bold(`${who}${LEVEL_TITLES[level]}`), 0, 2));
      for (const { id, title } of here) out.push(paragraph(screen, `${id.padEnd(width)}  ${title}`, 2, hang));
      out.push("");
    }
  const count = `${many(scenarios.length, "scenario")}; "hunkbox scenarios ID" tells one's story and steps`;
  out.push(paragraph(screen, count, 0, 2), "");
  return out.join("\n");
}

/** One scenario: its story, and its steps as JSON. */
export function scenarioStory(scenario: Scenario, screen: Screen): string {
  const { machine, configs } = scenario;
  const steps = scenario.steps.map((step, i) =>
    paragraph(screen, `${String(i + 1).padStart(3)}. ${stepText(step)}`, 2, 5),
  );
  const end = `${String(scenario.steps.length + 1).padStart(3)}. ${TEARDOWN_TEXT}`;
  return [
    paragraph(screen, screen.colors.bold(`${scenario.id}: ${scenario.title}`), 0, 2),
    "",
    paragraph(screen, scenario.story, 2),
    "",
    paragraph(screen, `subject: ${scenario.subject}`, 2, 2),
    paragraph(screen, `configurations: ${configs.join(", ")}`, 2, 2),
    ...(scenario.needs === undefined ? [] : [paragraph(screen, `needs: ${scenario.needs}`, 2, 2)]),
    ...(Object.keys(machine).length === 0
      ? []
      : [paragraph(screen, `machine: ${JSON.stringify(machine)}`, 2, 2)]),
    "",
    ...steps,
    paragraph(screen, end, 2, 5),
    "",
  ].join("\n");
}
