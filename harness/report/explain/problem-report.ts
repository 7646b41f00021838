// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, Problem } from "../../gate/gate-report.ts";
import { headlineOf } from "../../gate/headline.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { findWord } from "./find-word.ts";
import { type CheckedTexts, findingInFull } from "./finding-in-full.ts";

/**
 * Everything of one problem: how often it is seen and what shows it, each finding of it in full, the rules that it breaks.
 *
 * @param all findings of the patch, which the problem has by their indices
 * @param trace the command that shows its example
 */
export function problemReport(
  problem: Problem,
  all: readonly GateFinding[],
  texts: CheckedTexts,
  screen: Screen,
  trace: string,
): string {
  const { colors } = screen;
  const findings = [problem.head, ...problem.follows].map((index) => all[index]!);
  const head = [
    paragraph(screen, colors.bold(printable(`${problem.number}. ${problem.headline}`)), 1, 3),
    paragraph(
      screen,
      printable(`${classOf(findings[0]!)}; seen in ${countText(problem)}; ${configsOf(findings)}`),
      4,
      0,
    ),
    `    $ ${printable(trace)}`,
  ];
  const parts = findings.map((finding, i) => [
    ...titleOf(finding, i, findings.length, screen),
    ...findingInFull(finding, texts, screen),
  ]);
  const rules = [...new Set(findings.flatMap((one) => [classOf(one), one.invariant]))];
  return `${[head, ...parts, ["Words used here:", ...rules.flatMap((id) => ruleLines(id, screen))]]
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** What the patch did, in the word that says why it counts. */
const classOf = ({ class: kind, unexplained, unreached }: GateFinding): string =>
  unexplained ? "unexplained" : kind === "regressed" && unreached ? "regressed-beyond" : kind;

function countText({ runs, runsWithoutFault: without }: Problem): string {
  const many = `${runs} run${runs === 1 ? "" : "s"}`;
  const all = runs === 1 ? "" : "all ";
  if (without === 0) return `${many}, ${all}with a fault injected`;
  return without === runs ? `${many}, ${all}without a fault` : `${many}, ${without} of them without a fault`;
}

const configsOf = (findings: readonly GateFinding[]): string =>
  [...new Set(findings.flatMap(({ seen }) => seen.map(({ config }) => config)))].join(", ");

/** Of several findings, which one it is. */
function titleOf(finding: GateFinding, i: number, of: number, screen: Screen): string[] {
  if (of === 1) return [];
  const runs = new Set(finding.seen.map(({ config, scenario }) => `${config} ${scenario}`)).size;
  const many = `${runs} run${runs === 1 ? "" : "s"}`;
  const text = `(${i + 1} of ${of}) ${headlineOf(finding)} (${classOf(finding)}, ${many})`;
  return [paragraph(screen, screen.colors.bold(printable(text)), 0, 2)];
}

/** A word of the findings in one line, and where more is said of it. */
function ruleLines(id: string, screen: Screen): string[] {
  const word = findWord(id);
  if (word === null) return [];
  const text = word.title === "" ? word.brief : `${word.brief}. Why: ${word.why}`;
  return [
    paragraph(screen, `${word.word}: ${text}`, 2, 2),
    screen.colors.dim(`    $ hunkbox explain ${word.word}`),
  ];
}
