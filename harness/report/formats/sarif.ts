// SPDX-License-Identifier: GPL-2.0-only
import type { Log, Notification } from "sarif";
import type { GatePatch, GateReport } from "../../gate/gate-report.ts";
import { jsonText } from "../json-text.ts";
import { judgedStatus } from "../told/judged-status.ts";
import { legible } from "../told/legible.ts";
import { runsText } from "../told/runs-text.ts";
import { tellPatch } from "../told/tell-patch.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { sarifResults } from "./sarif/results.ts";
import { sarifRules } from "./sarif/rules.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * SARIF 2.1.0: what does not build, what fails, and what a policy accepts as suppressed. Rules are invariants; fingerprints are
 * hashes of class and signature, so a finding keeps its name when lines move. What is mended is no result, but a note.
 */
export const sarif: Format = {
  name: "sarif",
  what: "SARIF 2.1.0: GitHub code scanning and others",
  needsTraces: false,
  render: (report) => {
    const results = judged(report).flatMap((patch) => sarifResults(patch, patchName(patch, report)));
    const rules = sarifRules(results.map(({ ruleId }) => ruleId ?? ""));
    const log: Log = {
      $schema: SCHEMA,
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "hunkbox",
              version: report.tool.version,
              semanticVersion: report.tool.version,
              rules,
            },
          },
          columnKind: "utf16CodeUnits",
          originalUriBaseIds: {
            SRCROOT: { description: { text: "the kernel tree, with the patch applied" } },
          },
          invocations: [
            {
              // without results, a reader would take a patch of which nothing can be said for a good one
              executionSuccessful: judged(report).every(
                (patch) => patch.refusal === null && judgedStatus(patch) !== "untold",
              ),
              exitCode: report.exitCode,
              exitCodeDescription: legible(report.line),
              toolExecutionNotifications: notifications(report),
            },
          ],
          results: results.map((one) => {
            return { ...one, ruleIndex: rules.findIndex(({ id }) => id === one.ruleId) };
          }),
        },
      ],
    };
    return jsonText(log);
  },
};

/** What is no result: patches that were not judged, what is mended, and what the policy misses. */
function notifications(report: GateReport): Notification[] {
  const say = (level: "error" | "warning" | "note", text: string): Notification => {
    return { level, message: { text: legible(text) } };
  };
  const of = (patch: GatePatch): Notification[] => {
    const name = report.patches.length === 1 ? "" : `${patchName(patch, report)}: `;
    const { mended } = tellPatch(patch);
    return [
      ...(patch.refusal === null ? [] : [say("error", `${name}${patch.refusal.message}`)]),
      ...(patch.refusal === null && judgedStatus(patch) === "untold"
        ? [say("error", `${name}${patch.line}`)]
        : []),
      ...mended.map((one) => say("note", `${name}mended ${one.number}: ${one.headline}. ${runsText(one)}`)),
      ...patch.notes.map(({ text, fails }) => say(fails ? "error" : "warning", `${name}${text}`)),
    ];
  };
  return [
    ...judged(report).flatMap(of),
    ...report.notes.map(({ text, fails }) => say(fails ? "error" : "warning", text)),
  ];
}
