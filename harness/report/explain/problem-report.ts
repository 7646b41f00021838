// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, Problem } from "../../gate/gate-report.ts";
import { headlineOf } from "../../gate/headline.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { runCount } from "../told/run-count.ts";
import type { CheckedTexts } from "./checked-texts.ts";
import { findWord } from "./find-word.ts";
import { findingInFull } from "./finding-in-full.ts";

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
      printable(`${classOf(findings[0]!)}; seen in ${runCount(problem)}; ${configsOf(findings)}`),
      4,
      0,
    ),
    `    $ ${printable(trace)}`,
    ...togetherLines(findings.length, screen),
  ];
  const parts = findings.map((finding, i) => [
    ...titleOf(finding, i, findings.length, screen),
    ...findingInFull(finding, texts, screen),
  ]);
  const rules = [...new Set(findings.flatMap((one) => [classOf(one), one.invariant]))];
  const words = ["Words used here:", ...rules.flatMap((id) => ruleLines(id, screen))];
  return `${[head, ...parts, ...remedyOf(findings[0]!, screen), words]
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Why findings stand together. */
function togetherLines(count: number, screen: Screen): string[] {
  if (count === 1) return [];
  const others = count === 2 ? "the second one" : `one of the other ${count - 1}`;
  const text = `Its ${count} findings stand together: a run that shows ${others} shows what it follows from as well, no later, and both have a page, an address, a grant or a call in common.`;
  return [paragraph(screen, text, 4, 0)];
}

/** What is usually done about what leads the problem; nothing if no rule is broken. */
function remedyOf({ invariant }: GateFinding, screen: Screen): string[][] {
  const text = findWord(invariant)?.text;
  if (text === undefined || !("remedy" in text)) return [];
  return [
    [
      "What is usually done about it:",
      ...text.remedy.split("\n\n").map((one) => paragraph(screen, one, 2, 0)),
    ],
  ];
}

/** What the patch did, in the word that says why it counts. */
const classOf = ({ class: kind, unexplained, unreached }: GateFinding): string =>
  unexplained ? "unexplained" : kind === "regressed" && unreached ? "regressed-beyond" : kind;

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
