// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { GateFinding, GatePatch, GateReport } from "../../gate/gate-report.ts";
import { jsonText } from "../json-text.ts";
import { buildText } from "../told/build-text.ts";
import { findingText } from "../told/finding-text.ts";
import { followsFrom } from "../told/follows-from.ts";
import { judgedStatus } from "../told/judged-status.ts";
import { legible } from "../told/legible.ts";
import { problemText } from "../told/problem-text.ts";
import { sentence } from "../told/sentence.ts";
import { tellPatch } from "../told/tell-patch.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";

type Severity = "info" | "minor" | "major" | "critical" | "blocker";

/** One entry of the report, before its fingerprint is one of its own. */
interface Issue {
  readonly check: string;
  readonly text: string;
  /** What it is known by from run to run. */
  readonly key: string;
  readonly path: string;
  /** From 1; 0 if none is named. */
  readonly line: number;
  readonly severity: Severity;
}

/**
 * GitLab's code quality report: build errors, then each problem with what follows from it, each with a fingerprint of its own.
 * What is accepted or mended is not in it: GitLab knows no entry that is none.
 */
export const gitlab: Format = {
  name: "gitlab",
  what: "GitLab code quality",
  needsTraces: false,
  render: (report) => {
    // one key may stand for several errors of a kind; each keeps its name as long as those before it stay
    const times = new Map<string, number>();
    const fingerprint = (key: string): string => {
      const before = times.get(key) ?? 0;
      times.set(key, before + 1);
      return createHash("sha256")
        .update(before === 0 ? key : `${key}\n${before}`)
        .digest("hex")
        .slice(0, 32);
    };
    const all = [...judged(report).flatMap((patch) => patchIssues(patch, report)), ...policyIssues(report)];
    return jsonText(
      all.map(({ check, text, key, path, line, severity }) => ({
        description: legible(text),
        check_name: check,
        fingerprint: fingerprint(key),
        severity,
        location: { path: legible(path), lines: { begin: Math.max(1, line) } },
      })),
    );
  },
};

function patchIssues(patch: GatePatch, report: GateReport): Issue[] {
  const { refusal, notes, number, verdict } = patch;
  const name = report.patches.length === 1 ? "" : `${patchName(patch, report)}: `;
  const [hunk] = patch.hunks;
  const somewhere = { path: hunk?.file ?? report.input, line: hunk?.newLine ?? 1 };
  const issue = (check: string, text: string, key: string, severity: Severity, place = somewhere): Issue => {
    return { check, text: `${name}${text}`, key: `${number}\n${key}`, severity, ...place };
  };
  const placeOf = ({ place }: GateFinding) =>
    place.line > 0 ? { path: place.file, line: place.line } : somewhere;
  const { builds, problems } = tellPatch(patch);
  return [
    ...(refusal === null ? [] : [issue(verdict, refusal.message, refusal.message, "blocker")]),
    // an empty report would say that all is well
    ...(refusal === null && judgedStatus(patch) === "untold"
      ? [issue(verdict, patch.line, verdict, "major")]
      : []),
    ...builds.map((one) => {
      const { side, file, line, message } = one;
      const place = file === "" ? somewhere : { path: file, line };
      return issue("build", buildText(one), `${side} ${file} ${message}`, "blocker", place);
    }),
    ...problems.flatMap((one) => [
      issue(one.head.invariant, problemText(one), one.head.fingerprint, "critical", placeOf(one.head)),
      ...one.follows.map((finding) => {
        const text = `${followsFrom(one)} ${sentence(findingText(finding))}`;
        return issue(finding.invariant, text, finding.fingerprint, "major", placeOf(finding));
      }),
    ]),
    ...notes.map(({ kind, text, line }) =>
      issue(`policy-${kind}`, text, `${kind} ${line}`, "major", {
        path: report.policy ?? report.input,
        line,
      }),
    ),
  ];
}

function policyIssues({ notes, policy, input }: GateReport): Issue[] {
  return notes.map(({ kind, text, line, fails }) => ({
    ...{ check: `policy-${kind}`, text, key: `policy\n${text}`, path: policy ?? input, line },
    severity: fails ? ("critical" as const) : ("info" as const),
  }));
}
