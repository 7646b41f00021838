// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import type { Diagnostic } from "../compile/toolchain/diagnostic.ts";
import { costChanges } from "../gate/cost/cost-changes.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import type { Series } from "../patch/series.ts";
import { costText } from "./cost-text.ts";
import { coverageLine, emptyPass, missedSection } from "./coverage-lines.ts";
import { findingLines } from "./finding-lines.ts";
import { type FindingGroup, groupFindings } from "./group-findings.ts";
import { paragraph, printable, type Screen } from "./screen.ts";
import { seriesHeader } from "./series-header.ts";
import { whyNotTexts } from "./why-not-texts.ts";

/**
 * All that a check found, for people: the first screen leads, and this is behind it.
 *
 * @param reverse the sides are exchanged
 */
export function terminalReport(
  result: CheckResult,
  series: Series,
  screen: Screen,
  reverse: boolean,
): string {
  const { colors } = screen;
  const out: string[] = [seriesHeader(series, screen), appliedLine(result, reverse, screen), ""];
  for (const config of result.configs) out.push(...configLines(config, screen));

  const section = (title: string, groups: readonly FindingGroup[]): void => {
    if (groups.length === 0) return;
    out.push("", paragraph(screen, title, 0, 2));
    for (const group of groups) out.push("", ...findingLines(group, screen));
  };
  const regressed = groupFindings(result.configs, "regressed");
  const reached = regressed.filter(({ unreached }) => !unreached);
  const beyond = regressed.filter(({ unreached }) => unreached);
  const fixed = groupFindings(result.configs, "fixed");
  const changed = groupFindings(result.configs, "changed");
  const outcomes = changed.filter(({ first }) => first.invariant === "outcome");
  const traces = changed.filter(({ first }) => first.invariant !== "outcome");
  const old = groupFindings(result.configs, "pre-existing");
  section(colors.bold(colors.red("REGRESSED: held before, broken after")), reached);
  section(
    colors.bold(colors.red("REGRESSED BEYOND: broken after, where the before side gets no further")),
    beyond,
  );
  section(colors.bold(colors.green("FIXED: broken before, holds after")), fixed);
  const revealed = groupFindings(result.configs, "revealed");
  const hidden =
    "REVEALED: broken after, where the before side did not come to it; not counted against the patch";
  section(colors.bold(colors.yellow(hidden)), revealed);
  const results = (title: string, groups: readonly FindingGroup[]): void => {
    if (groups.length > 0) out.push("", title, "", ...groups.map((group) => outcomeLine(group, screen)));
  };
  const odd = outcomes.filter(({ first }) => first.unexplained === true);
  results(colors.bold(colors.red("UNEXPLAINED RESULTS: nothing fixed or broken accounts for them")), odd);
  const rest = outcomes.filter(({ first }) => first.unexplained !== true);
  results(colors.bold(colors.yellow("CHANGED RESULTS: what callers get")), rest);
  section(colors.bold("CHANGED ON THE WAY: hypercalls, page tables, messages"), traces);
  section(colors.bold("PRE-EXISTING: broken before and after"), old);
  const costs = costChanges(result.configs);
  if (costs.length > 0) {
    const lines = costs.map((one) => paragraph(screen, printable(costText(one)), 2, 4));
    const title = "COST: what callers pay, in the number of pages n";
    out.push("", colors.bold(paragraph(screen, title, 0, 2)), "", ...lines);
  }
  const missed = missedSection(result.configs, screen);
  if (missed.count > 0) {
    const title = "NEVER RUN: changed lines that no scenario reaches; nothing is said of them";
    out.push("", colors.bold(colors.yellow(paragraph(screen, title, 0, 2))), "", ...missed.lines);
  }
  const summary = [
    ...countLine("regressed", regressed),
    ...countLine("fixed", fixed),
    ...countLine("revealed", revealed),
  ];
  if (summary.length > 0) out.push("", ...summary.map((text) => paragraph(screen, text, 2, 11)));
  const empty = result.verdict.name === "pass" ? emptyPass(sidesOf(result.configs)) : "";
  if (empty !== "") out.push("", paragraph(screen, colors.yellow(empty), 0, 2));
  const tone = result.verdict.exitCode === 0 ? colors.green : colors.red;
  out.push("", paragraph(screen, colors.bold(tone(result.verdict.line)), 0, 2), "");
  return out.join("\n");
}

const sidesOf = (configs: readonly ConfigVerdict[]) =>
  configs.flatMap(({ coverage }) => (coverage === null ? [] : [coverage.before, coverage.after]));

/** `regressed: 6 no-fault, 3 grant-leak`: kinds of findings by invariant; nothing if there are none. */
function countLine(name: string, groups: readonly FindingGroup[]): string[] {
  const counts = new Map<string, number>();
  for (const { first } of groups) counts.set(first.invariant, (counts.get(first.invariant) ?? 0) + 1);
  const parts = [...counts].map(([invariant, count]) => `${count} ${invariant}`);
  return parts.length === 0 ? [] : [`${`${name}:`.padEnd(11)}${parts.join(", ")}`];
}

function appliedLine({ views }: CheckResult, reverse: boolean, screen: Screen): string {
  const offsets = views.placed.filter(({ offset, fuzz }) => offset !== 0 || fuzz !== 0);
  const where = offsets.map(({ path, hunk, offset, fuzz }) => {
    const how = [offset === 0 ? "" : `offset ${offset}`, fuzz === 0 ? "" : `fuzz ${fuzz}`].filter(
      (one) => one !== "",
    );
    return paragraph(screen, printable(`${path}:${hunk.oldStart}: applied with ${how.join(", ")}`), 4, 2);
  });
  const exact = offsets.length === 0 ? ", all in place" : `, ${offsets.length} moved:`;
  const hunks = views.placed.length;
  const applied = `${many(hunks, "hunk")} in ${many(views.touched.length, "file")}, base: ${views.base}${exact}`;
  const which = views.isTakenBack ? ", as the base" : "";
  const other = views.isTakenBack ? "" : ", as the base";
  const turned = reverse ? `; reversed: before has the patch${which}; after has it not${other}` : "";
  return [paragraph(screen, `${applied}${turned}`, 2, 2), ...where].join("\n");
}

/** Width of a configuration's name and of what stands before it, and of a screen that has room for more beside them. */
const LABEL = 20;
const WIDE = 70;

function configLines(verdict: ConfigVerdict, screen: Screen): string[] {
  const { config, before, after, gate, scenarios, unchecked } = verdict;
  const { colors } = screen;
  const lines: string[] = [];
  const counts = new Map<string, number>();
  for (const { class: kind } of scenarios) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const order = ["regressed", "fixed", "revealed", "changed", "pre-existing", "same", "not-run"];
  const summary = order
    .flatMap((kind) => (counts.has(kind) ? [`${counts.get(kind)} ${kind}`] : []))
    .join(", ");
  const missing = [before, after].filter(({ module }) => module === null);
  const broken = missing.filter(({ unavailable }) => unavailable === "");
  const label = colors.bold(config.padEnd(LABEL - 2));
  const under = screen.width < WIDE ? 4 : LABEL + 2;
  const away = broken.length > 0 ? undefined : missing[0];
  if (away !== undefined) {
    const which = missing.length === 2 ? "" : `the ${away.side} side: `;
    const text = `${label}  not comparable here: ${which}${printable(away.unavailable)}`;
    lines.push(paragraph(screen, text, 2, under - 2));
  }
  if (missing.length === 0)
    lines.push(
      paragraph(screen, `${label}  ${many(scenarios.length, "scenario")}: ${summary}`, 2, under - 2),
    );
  for (const { side, errors } of broken) {
    const title = `${label}  ${colors.red(`the ${side} side does not build:`)}`;
    lines.push(paragraph(screen, title, 2, under - 2));
    lines.push(...errorLines(errors, under, screen));
  }
  if (gate !== null && gate.mended.length > 0) {
    lines.push(paragraph(screen, colors.green("mended, of what the patch touches:"), under, 2));
    lines.push(...errorLines(gate.mended, under, screen));
  }
  const ran = coverageLine(verdict);
  if (ran !== "") lines.push(paragraph(screen, ran, under, 2));
  for (const text of unchecked) lines.push(paragraph(screen, printable(text), under, 2));
  const reasons = whyNotTexts(scenarios.map(({ whyNot }) => whyNot));
  for (const reason of reasons.slice(0, MOST_REASONS))
    lines.push(paragraph(screen, printable(reason), under, 2));
  if (reasons.length > MOST_REASONS)
    lines.push(`${" ".repeat(under)}and ${many(reasons.length - MOST_REASONS, "more reason")}`);
  return lines;
}

/** Reasons and errors that are listed of a configuration; nobody reads more. */
const MOST_REASONS = 8;
const MOST_ERRORS = 5;

function errorLines(errors: readonly Diagnostic[], under: number, screen: Screen): string[] {
  const lines = errors.slice(0, MOST_ERRORS).map(({ file, line, message }) => {
    return paragraph(screen, printable(`${file}:${line}: ${message}`), under, 2);
  });
  const more = errors.length - MOST_ERRORS;
  return more > 0 ? [...lines, `${" ".repeat(under)}and ${many(more, "more error")}`] : lines;
}

/** `direct-io: -EFAULT before, 3 after (user-direct-io-read, step 7 and 11 more)`. */
function outcomeLine({ first, scenarios, configs }: FindingGroup, screen: Screen): string {
  const verb = first.signature.replace("outcome: ", "");
  const others = scenarios.length === 1 ? "" : ` and ${scenarios.length - 1} more`;
  const where = screen.colors.dim(`(${first.scenario}, step ${first.step}${others}; ${configs.join(", ")})`);
  return paragraph(screen, `${verb}: ${first.before} before, ${first.after} after ${where}`, 2, 4);
}
