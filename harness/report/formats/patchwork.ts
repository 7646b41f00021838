// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateReport } from "../../gate/gate-report.ts";
import { jsonText } from "../json-text.ts";
import { printable } from "../screen.ts";
import { countsText } from "../told/counts-text.ts";
import { judgedStatus } from "../told/judged-status.ts";
import { tellPatch } from "../told/tell-patch.ts";
import type { Format } from "./format.ts";

/** Characters of a description. */
const LONGEST = 255;

/** The body of `POST /api/patches/ID/checks/`; `target_url` is added by who has put the report somewhere. */
interface Check {
  readonly state: "success" | "warning" | "fail";
  /** A slug: letters, digits, - and _. */
  readonly context: string;
  readonly description: string;
}

/** Checks of Patchwork, each with the Message-ID by which its patch is found. The series as a whole is told at its last patch. */
export const patchwork: Format = {
  name: "patchwork",
  what: "Patchwork: the checks of each patch",
  needsTraces: false,
  render: (report) => {
    const { patches, whole } = report;
    const last = patches.at(-1);
    const entries = patches.map((patch) => ({ msgid: patch.messageId, check: checkOf(patch, "hunkbox") }));
    const series =
      whole === null || last === undefined
        ? []
        : [{ msgid: last.messageId, check: checkOf(whole, "hunkbox-series") }];
    return jsonText(
      [...entries, ...series].map(({ msgid, check }) => {
        return { msgid: msgid === null ? null : printable(msgid), check: withNotes(check, report) };
      }),
    );
  },
};

function checkOf(patch: GatePatch, context: string): Check {
  const status = judgedStatus(patch);
  const state = status === "pass" ? "success" : status === "fail" ? "fail" : "warning";
  return { state, context, description: described(descriptionOf(patch)) };
}

/** What comes first says most: as much of it as there is room for. */
function descriptionOf(patch: GatePatch): string {
  const told = tellPatch(patch);
  const first = told.builds[0]?.message ?? told.problems[0]?.headline;
  return first === undefined ? patch.line : `${patch.verdict}: ${countsText(told)}; first: ${first}`;
}

/** What the policy says of its own entries fails the gate as a whole: no patch of it is fine then. */
function withNotes(check: Check, { notes }: GateReport): Check {
  const [first] = notes.filter(({ fails }) => fails);
  if (first === undefined || check.state !== "success") return check;
  return { ...check, state: "fail", description: described(`policy: ${first.text}`) };
}

function described(text: string): string {
  const plain = printable(text.slice(0, 4 * LONGEST))
    .replace(/\s+/g, " ")
    .trim();
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 2).toWellFormed()} …`;
}
