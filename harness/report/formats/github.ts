// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from "../../base/shortened.ts";
import type { GateFinding, GatePatch, GateReport } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { buildText } from "../told/build-text.ts";
import { findingText } from "../told/finding-text.ts";
import { judgedStatus } from "../told/judged-status.ts";
import { problemText } from "../told/problem-text.ts";
import { runsText } from "../told/runs-text.ts";
import { sentence } from "../told/sentence.ts";
import { type ToldProblem, tellPatch } from "../told/tell-patch.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { seenText } from "./seen-text.ts";

/** Annotations of one level that GitHub shows of a step. */
const MOST = 10;
/** Characters of a message. */
const LONGEST = 4000;

/** An annotation. */
interface Note {
  readonly properties: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/**
 * Workflow commands: lines of a job's output that GitHub shows in the diff of a pull request. It shows ten errors of a step: those
 * here are the ten that come first in every report, and a warning says how many more there are.
 */
export const github: Format = {
  name: "github",
  what: "GitHub annotations, for a job's output",
  needsTraces: false,
  render: (report) => {
    const patches = judged(report);
    const nameOf = (patch: GatePatch): string =>
      report.patches.length === 1 ? "" : `${patchName(patch, report)}: `;
    const policy = [...patches.flatMap((patch) => patch.notes), ...report.notes];
    const policyNotes = (fails: boolean): Note[] =>
      policy.filter((one) => one.fails === fails).map(({ text, line }) => policyNote(text, line, report));
    // what does not build comes before all that was run, in each of the patches
    const errors = [
      ...patches.flatMap((patch) => [
        ...refusalNotes(patch, nameOf(patch)),
        ...buildNotes(patch, nameOf(patch)),
      ]),
      ...patches.flatMap((patch) => problemNotes(patch, nameOf(patch))),
      ...policyNotes(true),
    ];
    const warnings = [...leftOut(errors.length, "error"), ...policyNotes(false)];
    const notices = patches.flatMap((patch) => noticeNotes(patch, nameOf(patch)));
    const lines = [
      ...errors.slice(0, MOST).map((one) => command("error", one)),
      ...fitting(warnings, "warning").map((one) => command("warning", one)),
      ...fitting(notices, "notice").map((one) => command("notice", one)),
    ];
    return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  },
};

const TITLE = "hunkbox";

function leftOut(count: number, what: string): Note[] {
  const left = count - MOST;
  if (left <= 0) return [];
  const text = `${left} more ${what}${left === 1 ? "" : "s"}: GitHub shows ${MOST} of a step, and the other reports have all`;
  return [{ properties: { title: TITLE }, text }];
}

/** As many as are shown; the last of them says how many are not. */
function fitting(notes: readonly Note[], what: string): readonly Note[] {
  if (notes.length <= MOST) return notes;
  return [...notes.slice(0, MOST - 1), ...leftOut(notes.length + 1, what)];
}

function policyNote(text: string, line: number, { policy }: GateReport): Note {
  return {
    properties: { ...(policy === null ? {} : { file: policy, line }), title: `${TITLE} policy` },
    text,
  };
}

/** Of a patch that was not judged, or of which nothing can be said. */
function refusalNotes(patch: GatePatch, name: string): Note[] {
  const { refusal, line } = patch;
  if (refusal === null)
    return judgedStatus(patch) === "untold" ? [{ properties: { title: TITLE }, text: `${name}${line}` }] : [];
  return [{ properties: { title: TITLE }, text: `${name}${refusal.message}\nhint: ${refusal.hint}` }];
}

function buildNotes(patch: GatePatch, name: string): Note[] {
  return tellPatch(patch).builds.map((one): Note => {
    const where = one.file === "" ? {} : { file: one.file, ...(one.line > 0 ? { line: one.line } : {}) };
    return { properties: { ...where, title: `${TITLE}: build error` }, text: `${name}${buildText(one)}` };
  });
}

function problemNotes(patch: GatePatch, name: string): Note[] {
  return tellPatch(patch).problems.map((one) => {
    const { number, headline, head } = one;
    const title = `${TITLE}: ${number}. ${headline}`;
    return { properties: { ...placeOf(head), title }, text: `${name}${problemText(one)}` };
  });
}

function noticeNotes(patch: GatePatch, name: string): Note[] {
  const { accepted, mended } = tellPatch(patch);
  return [
    ...accepted.map((one): Note => {
      const text = `${name}${sentence(findingText(one))} ${sentence(`seen in ${seenText(one)}`)} Accepted: ${one.policy?.reason ?? ""}`;
      return { properties: { ...placeOf(one), title: `${TITLE}: accepted: ${one.invariant}` }, text };
    }),
    ...mended.map((one: ToldProblem): Note => {
      const title = `${TITLE}: mended: ${one.headline}`;
      return {
        properties: { title },
        text: `${name}${sentence(`mended ${one.number}: ${one.headline}`)} ${runsText(one)}.`,
      };
    }),
  ];
}

const placeOf = ({ place }: GateFinding): Note["properties"] =>
  place.line > 0 ? { file: place.file, line: place.line } : {};

function command(level: string, { properties, text }: Note): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${given.join(",")}::${escapeData(text)}`;
}

const escapeData = (text: string): string =>
  shortened(text, LONGEST)
    .split("\n")
    .map((line) => printable(line).replaceAll("%", "%25"))
    .join("%0A");

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
