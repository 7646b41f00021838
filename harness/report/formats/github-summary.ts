// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GatePatch, GateReport } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { seenText } from "./seen-text.ts";

/** Findings that a table has room for; the other reports have them all. */
const MOST_ROWS = 30;

/** A page in Markdown, for the summary of a job. */
export const githubSummary: Format = {
  name: "github-summary",
  what: "Markdown, for the summary of a GitHub job",
  needsTraces: false,
  render: (report) => {
    const patches = judged(report);
    const out = [`## hunkbox: ${cell(report.verdict)}`, "", cell(report.line), ""];
    if (patches.length > 1) {
      out.push("| | exit | verdict | subject |", "|---|---|---|---|");
      for (const { number, exitCode, verdict, title } of patches)
        out.push(`| ${number === 0 ? "series" : number} | ${exitCode} | ${verdict} | ${cell(title)} |`);
      out.push("");
    }
    for (const patch of patches) out.push(...patchSection(patch, report));
    if (report.notes.length > 0) {
      out.push("### Policy", "");
      for (const { line, text, fails } of report.notes)
        out.push(`- ${fails ? "**fails**" : "note"}, line ${line}: ${cell(text)}`);
      out.push("");
    }
    out.push("Again:", "", "```sh", ...report.command.split("\n").map(printable), "```", "");
    return out.join("\n");
  },
};

function patchSection(patch: GatePatch, report: GateReport): string[] {
  const { refusal, configs, findings, notes, coverage } = patch;
  const out = [`### ${cell(patchName(patch, report))}`, ""];
  if (refusal !== null) return [...out, cell(refusal.message), "", `Hint: ${cell(refusal.hint)}`, ""];
  out.push("| configuration | pass | fail | accepted | not run |", "|---|---|---|---|---|");
  for (const { config, scenarios } of configs) {
    const count = (...all: string[]): number => scenarios.filter(({ status }) => all.includes(status)).length;
    const counts = [count("pass"), count("fail", "hang"), count("accepted"), count("skipped", "error")];
    out.push(`| ${config} | ${counts.join(" | ")} |`);
  }
  out.push("");
  for (const { config, before, after } of configs) {
    for (const { file, line, message } of [...before.errors, ...after.errors].slice(0, MOST_ROWS))
      out.push(`- does not build in ${config}: ${code(`${file}:${line}`)} ${cell(message)}`);
  }
  const table = (title: string, own: readonly GateFinding[]): void => {
    if (own.length === 0) return;
    out.push(`#### ${title}`, "", "| invariant | where | what | seen in |", "|---|---|---|---|");
    for (const finding of own.slice(0, MOST_ROWS)) {
      const { file, line, function: name } = finding.place;
      const where = line === 0 ? "" : `${code(`${file}:${line}`)} ${cell(name)}`;
      out.push(
        `| ${finding.invariant} | ${where} | ${cell(findingText(finding))} | ${cell(seenText(finding))} |`,
      );
    }
    if (own.length > MOST_ROWS) out.push("", `and ${own.length - MOST_ROWS} more`);
    out.push("");
  };
  const of = (status: string): GateFinding[] => findings.filter((one) => one.status === status);
  table("Fails", of("fails"));
  table("Accepted", of("accepted"));
  table(
    "Fixed",
    findings.filter((one) => one.class === "fixed"),
  );
  table(
    "Revealed: the before side did not come to it",
    findings.filter((one) => one.class === "revealed"),
  );
  if (coverage !== null && coverage.lines > 0)
    out.push(`Changed lines run: ${coverage.run} of ${coverage.lines}.`, "");
  for (const { text } of notes) out.push(`- **policy**: ${cell(text)}`);
  if (notes.length > 0) out.push("");
  return out;
}

/** Text of others in a cell of a table: nothing in it may act as Markdown or HTML. */
const cell = (text: string): string =>
  printable(text.replace(/\s+/g, " ")).replace(/[\\`*_[\]<>#!|&~@]/g, (one) => `&#${one.charCodeAt(0)};`);

const code = (text: string): string => `<code>${cell(text)}</code>`;
