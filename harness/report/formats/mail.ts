// SPDX-License-Identifier: GPL-2.0-only

import libmime from "libmime";
import { many } from "../../base/many.ts";
import type { GateFinding, GateHunk, GatePatch, GateReport } from "../../gate/gate-report.ts";
import { makeScreen, paragraph, printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { seenText } from "./seen-text.ts";
import { toolName } from "./tool-name.ts";

/** A mail's lines, so that they survive being quoted. */
const SCREEN = makeScreen(72, false);
/** Findings that anybody reads in a mail; the rest is counted. */
const MOST_FINDINGS = 12;
/** Lines of a hunk that are quoted around the one that a finding is about. */
const CONTEXT = 3;

/**
 * A draft of an answer on a mailing list: plain text, the hunks quoted, each finding under its line. Sender and date are
 * left to who sends it. It offers trailers, and never says that anybody tested anything.
 */
export const mail: Format = {
  name: "mail",
  what: "a draft of an answer on the list",
  needsTraces: false,
  render: (report) => {
    const patches = judged(report);
    const [first] = report.patches;
    // without a cover letter, the first patch is what the others answer to
    const about = report.whole === null || report.whole.messageId === first?.messageId ? first : report.whole;
    const body = [
      ...intro(about, report.whole ?? first, report),
      ...patches.flatMap((patch) => patchSection(patch, report)),
      ...ending(report),
    ];
    const isOne = (line: string, i: number): boolean => line !== "" || body[i - 1] !== "";
    return `${[...headers(about), "", ...body.filter(isOne)].join("\n")}\n`;
  },
};

function headers(about: GatePatch | undefined): string[] {
  const { messageId = null, author = null, prefix = "", title = "", references = [] } = about ?? {};
  const thread = messageId === null ? [] : [...references.filter((id) => id !== messageId), messageId];
  const subject = `Re: ${prefix === "" ? "" : `${prefix} `}${title}`;
  const to = author === null ? null : addressOf(author.name, author.email);
  const line = (name: string, value: string): string =>
    libmime.foldLines(`${name}: ${value}`, 76).replaceAll("\r\n", "\n");
  return [
    ...(to === null ? [] : [line("To", to)]),
    ...ccOf(about, line),
    line("Subject", encoded(subject)),
    ...(messageId === null
      ? []
      : [
          `In-Reply-To: <${oneLine(messageId)}>`,
          `References: ${thread.map((id) => `<${oneLine(id)}>`).join("\n ")}`,
        ]),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ];
}

/** Who got the patch gets the answer, the list above all; one address a line. */
function ccOf(about: GatePatch | undefined, line: (name: string, value: string) => string): string[] {
  const known = new Set([about?.author?.email.toLowerCase()]);
  const others = (about?.recipients ?? []).filter(({ email }) => {
    const key = email.toLowerCase();
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
  if (others.length === 0) return [];
  const [first = "", ...more] = others.map(({ name, email }) => addressOf(name, email));
  return [[line("Cc", first), ...more.map((one) => ` ${one}`)].join(",\n")];
}

/** What came in a header goes out in one: it must not begin another. */
const oneLine = (text: string): string => printable(text).replace(/\s+/g, " ").trim();
const encoded = (text: string): string => libmime.encodeWords(oneLine(text), "Q", 52);

function addressOf(name: string, email: string): string {
  // brackets have no place in an address, and a runner of CI may obey what has them
  const address = `<${oneLine(email).replace(/[<>[\]\s]/g, "")}>`;
  if (name === "") return address;
  const plain = oneLine(name);
  const shown = /^[\w .'-]*$/.test(plain)
    ? plain
    : /^[ -~]*$/.test(plain)
      ? JSON.stringify(plain)
      : encoded(plain);
  return `${shown} ${address}`;
}

const count = (much: number, what: string): string => `${much} ${what}${much === 1 ? "" : "s"}`;

/** A paragraph; one that is indented stays so. */
const text = (words: string): string[] => {
  const bare = words.trimStart();
  return paragraph(SCREEN, printable(bare), words.length - bare.length).split("\n");
};

function intro(about: GatePatch | undefined, whole: GatePatch | undefined, report: GateReport): string[] {
  const who = about?.author == null ? "" : about.author.name || about.author.email;
  const { bounds } = whole ?? {};
  const within =
    bounds === undefined || bounds.scenarios === 0
      ? ""
      : ` Within ${count(bounds.scenarios, "scenario run")}, ${count(bounds.steps, "step")} and ` +
        `${count(bounds.configs, "configuration")};` +
        ` what these do not reach was not looked at.`;
  return [
    ...(who === "" ? [] : [`Hello ${printable(who)},`, ""]),
    ...text(
      "hunkbox compiled the C that this touches, before and after, and ran both sides against an emulated Xen machine." +
        within,
    ),
    "",
    ...text(report.line),
    "",
  ];
}

function patchSection(patch: GatePatch, report: GateReport): string[] {
  const { refusal, configs, findings, hunks, notes } = patch;
  const all = findings.filter(({ status }) => status === "fails" || status === "accepted");
  const told = all.slice(0, MOST_FINDINGS);
  const isSeries = report.patches.length > 1;
  const title = isSeries ? [...text(patchName(patch, report)), ""] : [];
  const line = isSeries ? [...text(patch.line), ""] : [];
  if (refusal !== null) {
    const lines = refusal.message.split("\n").flatMap((line) => text(line));
    return [...title, ...lines, ...text(`hint: ${refusal.hint}`), ""];
  }
  const out = [...title, ...line];
  for (const { config, before, after } of configs) {
    for (const [side, { errors }] of [["before", before] as const, ["after", after] as const]) {
      if (errors.length === 0) continue;
      out.push(...text(`The ${side} side does not build in ${config}:`));
      for (const { file, line, message } of errors.slice(0, 5))
        out.push(...text(`  ${file}:${line}: ${message}`));
      out.push("");
    }
  }
  const placed = new Map<GateHunk, GateFinding[]>();
  const elsewhere: GateFinding[] = [];
  for (const finding of told) {
    const hunk = hunkOf(finding, hunks);
    if (hunk === undefined) elsewhere.push(finding);
    else placed.set(hunk, [...(placed.get(hunk) ?? []), finding]);
  }
  for (const hunk of hunks) {
    const own = placed.get(hunk);
    if (own !== undefined) out.push(...quoted(hunk, own), "");
  }
  if (elsewhere.length > 0) {
    if (placed.size > 0) out.push(...text("Outside of the lines that the patch changes:"), "");
    for (const finding of elsewhere) out.push(...findingLines(finding), "");
  }
  if (all.length > told.length)
    out.push(
      ...text(
        `And ${many(all.length - told.length, "more finding")}; the command below shows ${all.length - told.length === 1 ? "it" : "them"}.`,
      ),
      "",
    );
  const fixed = findings.filter((one) => one.class === "fixed");
  if (fixed.length > 0) {
    const counts = new Map<string, number>();
    for (const { invariant } of fixed) counts.set(invariant, (counts.get(invariant) ?? 0) + 1);
    const list = [...counts].map(([invariant, count]) => `${count} ${invariant}`).join(", ");
    out.push(...text(`It mends what was broken before: ${list}.`), "");
  }
  for (const { text: note } of notes) out.push(...text(note), "");
  return out;
}

const hunkOf = ({ place }: GateFinding, hunks: readonly GateHunk[]): GateHunk | undefined =>
  place.hunk === null || place.line === 0
    ? undefined
    : hunks.find(({ file, inputLine }) => file === place.file && inputLine === place.hunk?.inputLine);

/** The hunk, each finding under its line; what is far from any of them is left out. */
function quoted(hunk: GateHunk, findings: readonly GateFinding[]): string[] {
  const under = new Map<number, GateFinding[]>();
  for (const finding of findings) {
    const at = indexOf(hunk, finding);
    under.set(at, [...(under.get(at) ?? []), finding]);
  }
  const near = (i: number): boolean => [...under.keys()].some((at) => i >= at - CONTEXT && i <= at + CONTEXT);
  const out = [`> --- ${oneLine(hunk.file)}, hunk ${hunk.number}`];
  let isCut = false;
  for (const [i, line] of hunk.lines.entries()) {
    if (!near(i)) {
      if (!isCut) out.push("> [...]");
      isCut = true;
      continue;
    }
    isCut = false;
    out.push(`> ${printable(line)}`);
    for (const finding of under.get(i) ?? []) out.push("", ...findingLines(finding), "");
  }
  return out;
}

/** Which of a hunk's lines a finding is about. */
function indexOf({ lines, oldLine, newLine }: GateHunk, { place }: GateFinding): number {
  const isBefore = place.side === "before";
  let at = isBefore ? oldLine : newLine;
  for (const [i, line] of lines.entries()) {
    if (line.startsWith(isBefore ? "+" : "-")) continue;
    if (at === place.line) return i;
    at++;
  }
  return lines.length - 1;
}

function findingLines(finding: GateFinding): string[] {
  const { invariant, place, policy } = finding;
  const where =
    place.line === 0
      ? ""
      : `${place.file}:${place.line}${place.function === "" ? "" : ` in ${place.function}`}: `;
  const accepted = policy === null ? [] : text(`(accepted here: ${policy.reason})`);
  return [
    ...text(`${invariant}: ${where}${findingText(finding)}`),
    ...text(`Seen in ${seenText(finding)}.`),
    ...accepted,
  ];
}

function ending(report: GateReport): string[] {
  const { command, verdict } = report;
  const fails = verdict === "fail" || verdict === "does-not-build";
  const trailers = fails
    ? [
        "If you send another version because of this, you may add:",
        "",
        "  Reported-by: <who sends this mail>",
      ]
    : verdict === "pass"
      ? ["Who has looked at this report and the patch may add:", "", "  Reviewed-by: <your name and address>"]
      : [];
  return [
    "To see it yourself:",
    "",
    `  ${printable(command)}`,
    "",
    ...trailers,
    ...(trailers.length > 0 ? [""] : []),
    "-- ",
    toolName(report),
  ];
}
