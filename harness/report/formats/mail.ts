// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateReport } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import type { Format } from "./format.ts";
import { mailHeaders } from "./mail/mail-headers.ts";
import { mailText } from "./mail/mail-text.ts";
import { patchSection } from "./mail/patch-section.ts";
import { sharedCommand } from "./mail/shared-command.ts";
import { judged, patchName } from "./patch-name.ts";
import { toolName } from "./tool-name.ts";

/**
 * A draft of an answer on a mailing list: plain text, each problem under the lines that it is about. Sender and date are left to who
 * sends it. It says how the report may be credited, and never that anybody tested or reviewed anything.
 */
export const mail: Format = {
  name: "mail",
  what: "a draft of an answer on the list",
  needsTraces: false,
  render: (report) => {
    const patches = judged(report);
    const [first] = report.patches;
    const isSeries = report.patches.length > 1;
    // without a cover letter, the first patch is what the others answer to
    const about = report.whole === null || report.whole.messageId === first?.messageId ? first : report.whole;
    const body = [
      ...intro(about, report.whole ?? first),
      ...(isSeries ? [...mailText(report.line), ""] : []),
      ...patches.flatMap((patch) => [
        ...(isSeries ? [...mailText(patchName(patch, report)), ""] : []),
        ...patchSection(patch),
      ]),
      // an entry that can go is nothing to the list
      ...report.notes.flatMap(({ text, fails }) =>
        fails ? [...mailText(`Of the policy: ${text}`), ""] : [],
      ),
      ...ending(about, report),
    ];
    const isOne = (line: string, i: number): boolean => line !== "" || body[i - 1] !== "";
    return `${[...mailHeaders(about), "", ...body.filter(isOne)].join("\n")}\n`;
  },
};

const count = (much: number, what: string): string => `${much} ${what}${much === 1 ? "" : "s"}`;

function intro(about: GatePatch | undefined, whole: GatePatch | undefined): string[] {
  const who = about?.author == null ? "" : about.author.name || about.author.email;
  const { bounds, base = "" } = whole ?? {};
  const within =
    bounds === undefined || bounds.scenarios === 0
      ? ""
      : ` Within ${count(bounds.scenarios, "scenario run")}, ${count(bounds.steps, "step")} and ` +
        `${count(bounds.configs, "configuration")};` +
        ` what these do not reach was not looked at.`;
  return [
    ...(who === "" ? [] : [...mailText(`Hello ${who},`), ""]),
    ...mailText(
      `hunkbox compiled the C that this touches, before and after${base === "" ? "" : ` (on ${base})`}, and ran ` +
        `both sides against an emulated Xen machine.${within}`,
    ),
    "",
  ];
}

function ending(about: GatePatch | undefined, report: GateReport): string[] {
  const { verdict } = report;
  const fails = verdict === "fail" || verdict === "does-not-build";
  return [
    "To see it yourself:",
    "",
    `  ${printable(sharedCommand(about, report))}`,
    "",
    ...(fails ? CREDIT : verdict === "pass" ? NO_TAG : []),
    "-- ",
    toolName(report),
  ];
}

/** As reports of tools have it on the kernel's lists: a new version of a patch needs no tag for what was wrong with the old one. */
const CREDIT = [
  ...mailText(
    "A new version of this patch needs no tag for it. If it is fixed by a patch of its own, please say who reported it, and where:",
  ),
  "",
  "  Reported-by: <who sends this mail>",
  "  Closes: <link to this mail>",
  "",
];

const NO_TAG = [
  ...mailText("This is what a tool saw: it stands for no review and no test by anybody, and gives no tag."),
  "",
];
