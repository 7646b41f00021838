// SPDX-License-Identifier: GPL-2.0-only
import type { Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import type { GateFinding, GatePatch, GateReport } from "../../gate/gate-report.ts";
import { INVARIANTS } from "../../judge/invariants/index.ts";
import { jsonText } from "../json-text.ts";
import { printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { seenText } from "./seen-text.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Findings that are no broken invariant. */
const OTHER_RULES: Readonly<Record<string, string>> = {
  outcome: "what a caller gets has changed, and nothing that was fixed or broken accounts for it",
  trace: "what the kernel does on the way has changed",
};

/**
 * SARIF 2.1.0: what fails, and what a policy accepts as suppressed. Rules are invariants; fingerprints are hashes of
 * class and signature, so a finding keeps its name when lines move.
 */
export const sarif: Format = {
  name: "sarif",
  what: "SARIF 2.1.0: GitHub code scanning and others",
  needsTraces: false,
  render: (report) => {
    const told = judged(report).flatMap((patch) =>
      patch.findings
        .filter(
          ({ status, class: kind }) => status === "fails" || (status === "accepted" && kind !== "fixed"),
        )
        .map((finding) => ({ patch, finding })),
    );
    const rules = ruleList(told.map(({ finding }) => finding));
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
              executionSuccessful: report.verdict !== "tool-failed",
              exitCode: report.exitCode,
              exitCodeDescription: printable(report.line),
              toolExecutionNotifications: notifications(report),
            },
          ],
          results: told.map(({ finding, patch }) => resultOf(finding, patch, report, rules)),
        },
      ],
    };
    return jsonText(log);
  },
};

function ruleList(findings: readonly GateFinding[]): ReportingDescriptor[] {
  const known = new Map([
    ...INVARIANTS.map(({ id, why }) => [id, why] as const),
    ...Object.entries(OTHER_RULES),
  ]);
  const ids = [...new Set(findings.map(({ invariant }) => invariant))].toSorted();
  return ids.map((id) => ({
    id,
    shortDescription: { text: `${known.get(id) ?? id}.` },
    defaultConfiguration: { level: "error" as const },
  }));
}

function resultOf(
  finding: GateFinding,
  patch: GatePatch,
  report: GateReport,
  rules: readonly ReportingDescriptor[],
): Result {
  const { invariant, fingerprint, stacks, policy, signature, unreached } = finding;
  const related = stacks.flatMap(({ what, frames }) =>
    what === "here"
      ? []
      : frames.slice(0, 1).map((frame) => ({ ...frame, text: `the object was ${what} here` })),
  );
  return {
    ruleId: invariant,
    ruleIndex: rules.findIndex(({ id }) => id === invariant),
    level: "error",
    baselineState: "new",
    message: { text: printable(`${findingText(finding)}. Seen in ${seenText(finding)}.`) },
    locations: locationsOf(finding, patch),
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ file, line, function: name, text }, i) => {
            return { id: i + 1, ...locationOf(file, line, name), message: { text } };
          }),
        }),
    partialFingerprints: { "hunkboxSignature/v1": fingerprint },
    ...(policy === null
      ? {}
      : {
          suppressions: [
            {
              kind: "external" as const,
              status: "accepted" as const,
              justification: printable(policy.reason),
            },
          ],
        }),
    properties: {
      signature,
      class: finding.class,
      patch: printable(patchName(patch, report)),
      ...(unreached ? { beyond: "the before side gets no further" } : {}),
    },
  };
}

/** What no line of C brought about is said of the patch's first hunk. */
function locationsOf({ place }: GateFinding, { hunks }: GatePatch): Location[] {
  if (place.line > 0) return [locationOf(place.file, place.line, place.function)];
  const [hunk] = hunks;
  return hunk === undefined ? [] : [locationOf(hunk.file, hunk.newLine, "")];
}

function locationOf(file: string, line: number, name: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" },
      region: { startLine: Math.max(1, line) },
    },
    ...(name === "" ? {} : { logicalLocations: [{ name, kind: "function" }] }),
  };
}

/** What is wrong and no finding: patches that do not apply or build, and what the policy misses. */
function notifications(report: GateReport): Notification[] {
  const say = (level: Notification["level"] & string, text: string): Notification => {
    return { level, message: { text: printable(text) } };
  };
  const of = (patch: GatePatch): Notification[] => {
    const name = report.patches.length === 1 ? "" : `${patchName(patch, report)}: `;
    return [
      ...(patch.refusal === null ? [] : [say("error", `${name}${patch.refusal.message}`)]),
      ...patch.configs.flatMap(({ config, before, after }) =>
        [before, after].flatMap(({ errors }, i) =>
          errors.map(({ file, line, message }) => {
            const side = i === 0 ? "before" : "after";
            return say("error", `${name}${config}, ${side}: ${file}:${line}: ${message}`);
          }),
        ),
      ),
      ...patch.notes.map(({ text, fails }) => say(fails ? "error" : "warning", `${name}${text}`)),
    ];
  };
  return [
    ...judged(report).flatMap(of),
    ...report.notes.map(({ text, fails }) => say(fails ? "error" : "warning", text)),
  ];
}
