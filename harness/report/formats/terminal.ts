// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type {
  GateConfig,
  GateFinding,
  GatePatch,
  GateReport,
  PolicyNote,
  Problem,
} from "../../gate/gate-report.ts";
import { costText } from "../cost-text.ts";
import { findingLines } from "../finding-lines.ts";
import { buildErrorLines, buildErrors } from "../first-screen/build-error-lines.ts";
import { problemLines, shortProblem } from "../first-screen/problem-lines.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { whyNotTexts } from "../why-not-texts.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";

/** Lines of one sort that are listed; the JSON has them all. */
const MOST_ERRORS = 5;
const MOST_MISSED = 10;
const LABEL = 20;

/** The report for people. */
export const terminal: Format = {
  name: "terminal",
  what: "for people (the default)",
  needsTraces: false,
  render: (report, screen) => {
    const { colors } = screen;
    const all = judged(report);
    const out = all.flatMap((patch) => [...patchLines(patch, report, screen), ""]);
    if (all.length > 1) out.push(...queueTable(report, all, screen), "");
    if (report.notes.length > 0) {
      const lines = report.notes.map((note) => noteLine(note, report.policy, screen));
      out.push(colors.bold("POLICY: entries to look at"), "", ...lines, "");
    }
    const tone = report.exitCode === 0 ? colors.green : colors.red;
    out.push(paragraph(screen, colors.bold(tone(printable(report.line))), 0, 2), "");
    return out.join("\n");
  },
};

function patchLines(patch: GatePatch, report: GateReport, screen: Screen): string[] {
  const { colors } = screen;
  const { refusal, configs, findings, problems, notes, base, hunks } = patch;
  const out = [...headLines(patch, report, screen)];
  if (refusal !== null) {
    const [first, ...more] = refusal.message.split("\n");
    out.push("", paragraph(screen, colors.red(printable(first ?? "")), 2, 2));
    // what is indented stays so where it is wrapped
    for (const line of more) {
      const text = line.trimStart();
      out.push(paragraph(screen, printable(text), 2 + line.length - text.length, 2));
    }
    out.push(paragraph(screen, printable(`hint: ${refusal.hint}`), 2, 2));
    return out;
  }
  const count = `${hunks.length} hunk${hunks.length === 1 ? "" : "s"}`;
  const moved = hunks.filter(({ offset, fuzz }) => offset !== 0 || fuzz !== 0).length;
  out.push(
    paragraph(screen, printable(`${count}, base: ${base}${moved === 0 ? "" : `, ${moved} moved`}`), 2, 2),
    "",
    ...configs.flatMap((config) => configLines(config, screen)),
  );
  const coverage = coverageLine(patch);
  if (coverage !== "") out.push(paragraph(screen, coverage, 2, LABEL));
  const section = (title: string, blocks: readonly string[][]): void => {
    if (blocks.length === 0) return;
    out.push("", paragraph(screen, colors.bold(title), 0, 2));
    for (const block of blocks) out.push("", ...block);
  };
  const broken = buildErrorLines(buildErrors(patch), patch, screen);
  if (broken.length > 0) out.push("", ...broken);
  const failing = problems.filter(({ kind }) => kind === "fails");
  section(
    colors.red(report.policy === null ? "FAILS" : "FAILS: not in the policy"),
    failing.map((problem) => failingLines(problem, patch, screen)),
  );
  const shown = (is: (one: GateFinding) => boolean): string[][] =>
    findings.filter(is).map((finding) => shownFinding(finding, screen));
  section(
    colors.yellow("ACCEPTED by the policy"),
    shown(({ status }) => status === "accepted"),
  );
  section(
    colors.green("FIXED as expected"),
    shown(({ status }) => status === "expected"),
  );
  const mended = problems.filter(({ kind }) => kind === "mended");
  const lines = mended.flatMap((one) => shortProblem(one, findings, screen));
  section(colors.green("MENDED: broken before, holds after"), lines.length === 0 ? [] : [lines]);
  section(
    colors.yellow("REVEALED: the before side did not come to it; not counted against the patch"),
    shown((one) => one.class === "revealed"),
  );
  const paid = patch.costs.map((one) => paragraph(screen, printable(costText(one)), 2, 4));
  section("COST: what callers pay, in the number of pages n", paid.length === 0 ? [] : [paid]);
  if (notes.length > 0) {
    const isDear = notes.some(({ kind }) => kind === "cost");
    const what = isDear ? "what it asks for does not hold" : "less was looked at than it asks for";
    const title = colors.bold(colors.red(`POLICY: ${what}`));
    out.push("", title, "", ...notes.map((note) => noteLine(note, report.policy, screen)));
    out.push(...missedLines(patch, screen));
  }
  if (report.patches.length > 1) {
    const tone = patch.exitCode === 0 ? colors.green : colors.red;
    out.push("", paragraph(screen, tone(printable(patch.line)), 2, 2));
  }
  return out;
}

function headLines(patch: GatePatch, report: GateReport, screen: Screen): string[] {
  const { author, date, messageId, upstreamCommit } = patch;
  const lines = [paragraph(screen, screen.colors.bold(printable(patchName(patch, report))), 0, 2)];
  const who = author === null ? "" : `${author.name === "" ? "" : `${author.name} `}<${author.email}>`;
  const facts = [who, date?.slice(0, 10) ?? ""].filter((one) => one !== "");
  if (facts.length > 0) lines.push(paragraph(screen, printable(facts.join(", ")), 2, 2));
  if (messageId !== null) lines.push(paragraph(screen, printable(`Message-ID: ${messageId}`), 2, 2));
  if (upstreamCommit !== null) lines.push(`  upstream commit ${printable(upstreamCommit)}`);
  return lines;
}

const STATUSES = ["pass", "fail", "hang", "accepted", "error", "skipped"] as const;

function configLines({ config, before, after, scenarios, unchecked }: GateConfig, screen: Screen): string[] {
  const { colors } = screen;
  const label = colors.bold(config.padEnd(LABEL - 2));
  const away = [before, after].filter(({ ok }) => !ok);
  const [first] = away;
  if (away.some(({ unavailable }) => unavailable === "")) {
    const which = away.length === 2 ? "" : `the ${before.ok ? "after" : "before"} side `;
    return [paragraph(screen, `${label}  ${colors.red(`${which}does not build`)}`, 2, LABEL)];
  }
  if (first !== undefined) {
    const side = away.length === 2 ? "" : `the ${before.ok ? "after" : "before"} side: `;
    const text = `${label}  not comparable here: ${side}${printable(first.unavailable)}`;
    return [paragraph(screen, text, 2, LABEL)];
  }
  const parts = STATUSES.flatMap((status) => {
    const count = scenarios.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const text = `${label}  ${scenarios.length} scenario${scenarios.length === 1 ? "" : "s"}: ${parts.join(", ")}`;
  const reasons = whyNotTexts(scenarios.map(({ whyNot }) => (whyNot?.kind === "same-code" ? null : whyNot)));
  return [
    paragraph(screen, text, 2, LABEL),
    ...[...new Set([...unchecked, ...reasons])]
      .slice(0, MOST_ERRORS)
      .map((reason) => paragraph(screen, printable(reason), LABEL + 2, 2)),
  ];
}

/** A problem in full, with what a policy knows its findings by. */
function failingLines(problem: Problem, patch: GatePatch, screen: Screen): string[] {
  const { scenario, config, step } = problem.example;
  const row = (name: string, text: string): string =>
    paragraph(screen, `${`${name}:`.padEnd(11)}${printable(text)}`, 8, 11);
  const signatures = [problem.head, ...problem.follows].map((i) => patch.findings[i]!.signature);
  return [
    ...problemLines(problem, patch, screen, { trace: "", isFirst: true }),
    row("shortest", `${scenario}, step ${step}, in ${config}`),
    ...signatures.map((signature, i) => row(i === 0 ? "signature" : "and", signature)),
  ];
}

function shownFinding(finding: GateFinding, screen: Screen): string[] {
  const [first] = finding.seen;
  const { scenario = "", step = 0 } = first ?? {};
  const lines = findingLines(
    {
      first: { ...finding, scenario, step },
      configs: [...new Set(finding.seen.map(({ config }) => config))],
      scenarios: [...new Set(finding.seen.map((one) => one.scenario))],
    },
    screen,
  );
  const row = (name: string, text: string): string =>
    paragraph(screen, `${`${name}:`.padEnd(11)}${printable(text)}`, 6, 11);
  const { policy } = finding;
  const isWanted = finding.status === "fails" || policy !== null;
  if (isWanted) lines.push(row("signature", finding.signature));
  if (policy !== null)
    lines.push(row("reason", `${policy.reason} (until ${policy.expires}, line ${policy.line})`));
  return lines;
}

function coverageLine({ coverage }: GatePatch): string {
  if (coverage === null || coverage.lines === 0) return "";
  return `${"changed lines run".padEnd(LABEL)}${coverage.run} of ${coverage.lines}`;
}

function missedLines({ notes, coverage }: GatePatch, screen: Screen): string[] {
  if (coverage === null || !notes.some(({ kind }) => kind === "coverage")) return [];
  const lines = coverage.missed.slice(0, MOST_MISSED).map(({ side, file, line, code }) => {
    return paragraph(screen, printable(`${file}:${line} (${side})  ${code}`), 4, 4);
  });
  const more = coverage.missed.length - MOST_MISSED;
  return more > 0 ? [...lines, `    and ${many(more, "more line")}`] : lines;
}

function noteLine({ text, line, fails }: PolicyNote, policy: string | null, screen: Screen): string {
  const tone = fails ? screen.colors.red : screen.colors.yellow;
  return paragraph(screen, tone(printable(`${policy ?? "policy"}:${line}: ${text}`)), 2, 2);
}

function queueTable(report: GateReport, all: readonly GatePatch[], screen: Screen): string[] {
  const { colors } = screen;
  const wide = Math.max("verdict".length, ...all.map(({ verdict }) => verdict.length));
  const row = (number: string, exit: string, verdict: string, title: string): string =>
    paragraph(
      screen,
      `${number.padStart(6)}  ${exit.padEnd(4)}  ${verdict.padEnd(wide)}  ${title}`,
      0,
      wide + 16,
    );
  const lines = [colors.bold(printable(`${report.input}: ${many(report.patches.length, "patch")}`)), ""];
  lines.push(row("patch", "exit", "verdict", "subject"));
  for (const { number, exitCode, verdict, title } of all) {
    const text = row(number === 0 ? "series" : `${number}`, `${exitCode}`, verdict, printable(title));
    lines.push(exitCode === 0 ? text : colors.red(text));
  }
  return lines;
}
