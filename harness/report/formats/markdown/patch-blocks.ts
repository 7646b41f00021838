// SPDX-License-Identifier: GPL-2.0-only
import type { GateConfig, GateFinding, GatePatch } from "../../../gate/gate-report.ts";
import { buildText } from "../../told/build-text.ts";
import { countsText } from "../../told/counts-text.ts";
import { followsText } from "../../told/follows-text.ts";
import { runsText } from "../../told/runs-text.ts";
import { type ToldBuild, type ToldProblem, tellPatch } from "../../told/tell-patch.ts";
import { code, pre } from "./markdown-text.ts";

/** A part of a page, which is in it as a whole or left out. */
export interface Block {
  readonly text: string;
  /** What is left out with it, for the sentence that says so; empty for what is in unless there are very many patches. */
  readonly what: "" | "build error" | "problem" | "accepted finding";
}

/** Of a list in one line, as much as is read. */
const MOST_NAMED = 10;

/** A patch: what was run, what does not build, each problem folded, what is accepted, what is mended, what never ran. */
export function patchBlocks(patch: GatePatch): Block[] {
  const { refusal, configs, notes, coverage } = patch;
  if (refusal !== null) return [{ what: "", text: `${pre(refusal.message)}\n\nHint: ${code(refusal.hint)}` }];
  const told = tellPatch(patch);
  const { builds, problems, accepted, mended } = told;
  const revealed = patch.findings.filter((one) => one.class === "revealed").length;
  const always = (text: string): Block[] => (text === "" ? [] : [{ what: "", text }]);
  const said = [
    ...(mended.length === 0 ? [] : [`**Mended:** ${named(mended.map(mendedText))}`]),
    ...(revealed === 0
      ? []
      : [`**Revealed**, where the before side did not come to it, and not counted: ${revealed}`]),
    ...(coverage === null || coverage.lines === 0
      ? []
      : [`**Changed lines run:** ${coverage.run} of ${coverage.lines}${missedText(coverage.missed)}`]),
    ...notes.map(({ text }) => `**Policy:** ${code(text)}`),
  ];
  return [
    ...always(countsText(told)),
    ...always(configTable(configs)),
    ...builds.map((one): Block => ({ what: "build error", text: buildBlock(one) })),
    ...problems.map((one): Block => ({ what: "problem", text: problemBlock(one) })),
    ...accepted.map((one): Block => ({ what: "accepted finding", text: acceptedBlock(one) })),
    ...always(said.join("\n\n")),
  ];
}

function configTable(configs: readonly GateConfig[]): string {
  const rows = configs.map(({ config, before, after, scenarios }) => {
    const count = (...all: string[]): number => scenarios.filter(({ status }) => all.includes(status)).length;
    const broken = [before, after].some(({ ok, unavailable }) => !ok && unavailable === "");
    const away = after.unavailable || before.unavailable;
    const note = broken ? "does not build" : away === "" ? "" : code(away);
    const counts = [count("fail", "hang"), count("accepted"), count("pass"), count("skipped", "error")];
    return `| ${config} | ${counts.join(" | ")} | ${note} |`;
  });
  return [
    "| configuration | fail | accepted | pass | not run | |",
    "|---|--:|--:|--:|--:|---|",
    ...rows,
  ].join("\n");
}

function buildBlock(one: ToldBuild): string {
  const { file, line, code: text } = one;
  const where = file === "" ? "" : `${code(`${file}:${line}`)} `;
  return `**Build error:** ${where}${code(buildText(one))}${text === "" ? "" : `\n\n${pre(text)}`}`;
}

function problemBlock(problem: ToldProblem): string {
  const { number, headline, head } = problem;
  const follows = followsText(problem);
  const { invariant, after, before, expected, message, unreached, signature, place } = head;
  const rows: [string, string][] = [
    ["where", placeText(head)],
    ["line", place.code],
    ...(invariant === "outcome"
      ? ([["result", message]] as [string, string][])
      : ([
          ["after", after],
          ["before", unreached ? "the before side gets no further" : before],
          ["expected", expected],
        ] as [string, string][])),
    ["and so", follows],
    ["signature", signature],
  ];
  const table = rows.filter(([, text]) => text !== "").map(([name, text]) => `| ${name} | ${code(text)} |`);
  return [
    `<details><summary>${number}. ${code(headline)} ${code(runsText(problem))}</summary>`,
    "",
    "| | |",
    "|---|---|",
    ...table,
    "",
    "</details>",
  ].join("\n");
}

function acceptedBlock(finding: GateFinding): string {
  const where = placeText(finding);
  const reason = finding.policy === null ? "" : `: ${code(finding.policy.reason)}`;
  return `**Accepted:** ${code(finding.signature)}${where === "" ? "" : ` ${code(where)}`}${reason}`;
}

function placeText({ place: { file, line, function: name, hunk } }: GateFinding): string {
  if (line === 0) return "";
  return `${file}:${line}${name === "" ? "" : ` in ${name}`}${hunk === null ? "" : ` (hunk ${hunk.number})`}`;
}

const mendedText = ({ number, headline, runs }: ToldProblem): string =>
  `${number}. ${code(headline)} (${runs} run${runs === 1 ? "" : "s"})`;

function missedText(missed: NonNullable<GatePatch["coverage"]>["missed"]): string {
  if (missed.length === 0) return "";
  const places = missed.map(({ file, line, side }) =>
    code(`${file}:${line}${side === "before" ? " (before)" : ""}`),
  );
  return `; never run: ${named(places)}`;
}

function named(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return `${texts.slice(0, MOST_NAMED).join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}
