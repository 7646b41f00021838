// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GatePatch } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { seenText } from "./seen-text.ts";

/** Workflow commands: lines of a job's output that GitHub shows in the diff of a pull request. */
export const github: Format = {
  name: "github",
  what: "GitHub annotations, for a job's output",
  needsTraces: false,
  render: (report) => {
    const lines = judged(report).flatMap((patch) => {
      const name = report.patches.length === 1 ? "" : `${patchName(patch, report)}: `;
      return [...problems(patch, name), ...patch.findings.flatMap((one) => findingCommand(one, name))];
    });
    const notes = [...judged(report).flatMap((patch) => patch.notes), ...report.notes].map(
      ({ fails, text, line }) => {
        const where = {
          ...(report.policy === null ? {} : { file: report.policy, line }),
          title: "hunkbox policy",
        };
        return command(fails ? "error" : "warning", where, text);
      },
    );
    const all = [...lines, ...notes];
    return all.length === 0 ? "" : `${all.join("\n")}\n`;
  },
};

function problems({ refusal, configs }: GatePatch, name: string): string[] {
  const title = "hunkbox";
  if (refusal !== null)
    return [command("error", { title }, `${name}${refusal.message}\nhint: ${refusal.hint}`)];
  return configs.flatMap(({ config, after }) =>
    after.errors.map(({ file, line, message }) =>
      command(
        "error",
        { file, ...(line > 0 ? { line } : {}), title: `hunkbox: does not build in ${config}` },
        `${name}${message}`,
      ),
    ),
  );
}

function findingCommand(finding: GateFinding, name: string): string[] {
  const { status, place, invariant, policy } = finding;
  if (status !== "fails" && status !== "accepted") return [];
  const where = place.line > 0 ? { file: place.file, line: place.line } : {};
  const reason = policy === null ? "" : ` Accepted: ${policy.reason}`;
  const text = `${name}${findingText(finding)}. Seen in ${seenText(finding)}.${reason}`;
  const level = status === "fails" ? "error" : "notice";
  return [command(level, { ...where, title: `hunkbox: ${invariant}` }, text)];
}

function command(level: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${given.join(",")}::${escapeData(text)}`;
}

const escapeData = (text: string): string =>
  text
    .split("\n")
    .map((line) => printable(line).replaceAll("%", "%25"))
    .join("%0A");

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
