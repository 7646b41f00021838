// SPDX-License-Identifier: GPL-2.0-only
import type { KernelSurvey, SubjectSurvey } from "../../judge/survey/kernel-survey.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/** What of each subject runs on a kernel, and what does not, and why. */
export function surveyReport({ name, subjects }: KernelSurvey, screen: Screen): string {
  const configs = [...new Set(subjects.map(({ config }) => config))];
  const names = [...new Set(subjects.map(({ subject }) => subject))];
  const width = Math.max(...names.map((one) => one.length), "subject".length) + 2;
  const column = Math.max(...configs.map((config) => config.length), 12) + 2;
  const row = (first: string, cells: readonly string[]): string =>
    `  ${first.padEnd(width)}${cells.map((cell) => cell.padEnd(column)).join("")}`.trimEnd();
  const cells = (subject: string): string[] => subjects.filter((one) => one.subject === subject).map(cellOf);
  const title = `what runs of ${printable(name)}`;
  const notes = notesOf(subjects);
  return [
    paragraph(screen, screen.colors.bold(title), 0, 2),
    paragraph(screen, "scenarios that run, of those that apply:", 0, 2),
    "",
    row("subject", configs),
    ...names.map((one) => row(one, cells(one))),
    ...(notes.length === 0 ? [] : [""]),
    ...notes.map((note) => paragraph(screen, note, 2, 4)),
    "",
  ].join("\n");
}

const cellOf = ({ ran, applicable, unavailable }: SubjectSurvey): string =>
  unavailable === null ? `${ran} of ${applicable}` : "-";

/** What is said of one subject in one configuration. */
interface Said {
  readonly subject: string;
  readonly config: string;
  readonly text: string;
}

/** Reasons, each once, with the subjects and the configurations that share it. */
function notesOf(subjects: readonly SubjectSurvey[]): string[] {
  const said = subjects.flatMap(saidOf);
  const all = new Set(subjects.map(({ config }) => config)).size;
  return [...new Set(said.map(({ text }) => text))].map((text) => {
    const these = said.filter((one) => one.text === text);
    const who = [...new Set(these.map(({ subject }) => subject))].join(", ");
    const where = [...new Set(these.map(({ config }) => config))];
    return `${who}${where.length === all ? "" : ` in ${where.join(", ")}`}: ${text}`;
  });
}

function saidOf({ subject, config, ...survey }: SubjectSurvey): Said[] {
  const say = (text: string): Said => ({ subject, config, text });
  if (survey.unavailable !== null) return [say(survey.unavailable)];
  const scenarios = (count: number): string => `${count} ${count === 1 ? "scenario" : "scenarios"}`;
  return [
    ...survey.notRun.map((one) => say(`${scenarios(one.scenarios)} not run: ${one.text}`)),
    ...survey.notApplicable.map((one) =>
      say(`${scenarios(one.scenarios)} not applicable: this kernel has no ${one.text}`),
    ),
  ];
}
