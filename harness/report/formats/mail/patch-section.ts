// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GatePatch } from "../../../gate/gate-report.ts";
import { buildText } from "../../told/build-text.ts";
import { countsText } from "../../told/counts-text.ts";
import { findingText } from "../../told/finding-text.ts";
import { followsText } from "../../told/follows-text.ts";
import { runsText } from "../../told/runs-text.ts";
import { sentence } from "../../told/sentence.ts";
import { type ToldBuild, type ToldProblem, tellPatch } from "../../told/tell-patch.ts";
import { mailText } from "./mail-text.ts";
import { quotedHunk } from "./quoted-hunk.ts";

/** Problems that anybody reads in a mail; the others are named. */
const MOST_PROBLEMS = 8;

/** What there is to say of one patch: what does not build, each problem under the lines that it is about, what is mended. */
export function patchSection(patch: GatePatch): string[] {
  const { refusal, notes } = patch;
  if (refusal !== null) {
    const lines = refusal.message.split("\n").flatMap((line) => mailText(line));
    return [...lines, ...mailText(`hint: ${refusal.hint}`), ""];
  }
  const told = tellPatch(patch);
  const { builds, problems, accepted, mended } = told;
  const counts = countsText(told);
  const more = problems.slice(MOST_PROBLEMS);
  return [
    ...mailText(counts === "" ? patch.line : `${patch.verdict}: ${counts}`),
    "",
    ...builds.flatMap((one) => [...buildLines(one, patch), ""]),
    ...problems.slice(0, MOST_PROBLEMS).flatMap((one) => [...problemLines(one, patch), ""]),
    ...(more.length === 0
      ? []
      : [...mailText("And, in short:"), "", ...more.flatMap((one) => mailText(`  ${shortText(one)}`)), ""]),
    ...accepted.flatMap((one) => [...mailText(acceptedText(one)), ""]),
    ...(mended.length === 0
      ? []
      : [...mailText("It mends:"), "", ...mended.flatMap((one) => mailText(`  ${shortText(one)}`)), ""]),
    ...notes.flatMap(({ text, fails }) => (fails ? [...mailText(`Of the policy: ${text}`), ""] : [])),
  ];
}

function buildLines(one: ToldBuild, { hunks }: GatePatch): string[] {
  const { file, line } = one;
  const where = file === "" ? "" : `${file}:${line}: `;
  const quote = quotedHunk(hunks, one);
  return [...quote, ...(quote.length === 0 ? [] : [""]), ...mailText(`${where}${buildText(one)}`)];
}

function problemLines(problem: ToldProblem, { hunks }: GatePatch): string[] {
  const { head } = problem;
  const quote = quotedHunk(hunks, head.place);
  const follows = followsText(problem);
  return [
    ...mailText(`${problem.number}. ${problem.headline}`),
    "",
    ...quote,
    ...(quote.length === 0 ? [] : [""]),
    ...mailText(sentence(`${placeText(head)}${findingText(head)}`)),
    ...mailText(sentence(runsText(problem))),
    ...(follows === "" ? [] : mailText(`And so: ${follows}.`)),
  ];
}

function placeText({ place: { file, line, function: name } }: GateFinding): string {
  return line === 0 ? "" : `${file}:${line}${name === "" ? "" : ` in ${name}`}: `;
}

const shortText = ({ number, headline, runs }: ToldProblem): string =>
  `${number}. ${headline} (${runs} run${runs === 1 ? "" : "s"})`;

const acceptedText = (finding: GateFinding): string =>
  `Accepted here: ${placeText(finding)}${finding.signature} (${finding.policy?.reason ?? ""})`;
